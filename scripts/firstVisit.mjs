/**
 * What the page asks of the engine, on the bare module, until it trains and draws for the first time. The functions that
 * this reaches are the part of the engine that is loaded first (`splitEngine.mjs`). Whatever comes later, a click or a
 * small picture, finds the rest there, as a rule; forgetting a call here costs a moment, nothing else.
 */

/** Asks for everything that a frame of the lab shows. */
function drawFrame(session) {
  session.status();
  session.metrics();
  session.history();
  session.parameters();
  session.hash();
  session.unitFields(20, 0, 1);
  session.outputField(50, 0, 1, null);
  session.predictions();
  session.unitMarks();
  const { x, inputs } = session.data();
  session.activations(x.slice(0, inputs));
}

/** Opens the lab with the default experiment and trains. */
export function visit(module) {
  module.version();
  const { defaultExperiment } = module.catalog();
  const session = new module.Session();
  session.record(600);
  session.configure(module.adapt(module.canonical(defaultExperiment)));
  module.compact(session.experiment());
  session.current();
  session.layers();
  session.tensors();
  drawFrame(session);
  session.step(1000);
  drawFrame(session);
  session.delete();
}
