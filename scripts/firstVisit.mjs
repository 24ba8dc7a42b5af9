/**
 * What the page asks of the engine until it trains, draws and is turned at for the first time, on the bare module. The
 * functions that this reaches are the part of the engine that is loaded first (`splitEngine.mjs`); forgetting one here
 * costs its user a moment, nothing else.
 */

/** A network of these activations, with one output. */
function layersWith(activations) {
  const hidden = activations.flatMap((kind) => [
    { kind: 'dense', units: 4 },
    { kind: 'activation', function: { kind } },
  ]);
  return [...hidden, { kind: 'dense', units: 1 }];
}

/** The default, and the functions that people try first. */
const experiments = [
  { version: 1 },
  { version: 1, data: { kind: 'circle' }, layers: layersWith(['relu', 'relu']), batchSize: 32 },
];

/** Watches everything that a frame of the lab shows. */
function drawFrame(session) {
  session.status();
  session.metrics();
  session.history();
  session.parameters();
  session.hash();
  session.unitFields(20, 0, 1);
  session.outputField(50, 0, 1);
  session.predictions();
  const { x, inputs } = session.data();
  session.activations(x.slice(0, inputs));
}

/** The small picture of a data set that is generated: what the page draws beside the data. */
function preview(module, kind) {
  const session = new module.Session();
  const experiment = module.adapt({ version: 1, data: { kind } });
  module.canonical(experiment);
  session.configure(experiment);
  session.data();
  session.delete();
}

/** Opens the page, trains, steps back, turns a knob and meets a refusal. */
export function visit(module) {
  module.version();
  for (const { kind, table, file, picture } of module.catalog().families.datasets) {
    if (!table && !file && picture !== 'none') preview(module, kind);
  }
  for (const experiment of experiments) {
    const session = new module.Session();
    session.record(600);
    session.configure(module.adapt(module.canonical(experiment)));
    module.compact(session.experiment());
    session.current();
    session.layers();
    session.tensors();
    drawFrame(session);
    session.step(1000);
    drawFrame(session);
    session.seek(session.status().step - 10);
    session.turn('optimizer.learningRate', 0.02);
    session.step(10);
    drawFrame(session);
    session.delete();
  }
  try {
    module.canonical({ version: 1, batchSize: -1 });
  } catch {
    // A refusal belongs to a first visit: a control may be turned too far.
  }
}
