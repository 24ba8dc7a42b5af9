/** The golden files' format (README.md), and its translation to an experiment of ours. */
import type { Catalog, Choice, FamilyName } from '../../wasm-bindings/types';
import names from './names.json';

/** A choice of the golden format: its kind stands in the member named like the family. */
type GoldenChoice = Record<string, unknown>;

export interface GoldenTensor {
  layer: number;
  name: string;
  value: NumberTree;
}

/** Numbers in lists of any depth. */
export type NumberTree = number | NumberTree[];

export interface GoldenStep {
  x: NumberTree;
  y: NumberTree;
  /** None without dropout. */
  masks?: Record<string, NumberTree> | null;
  output: NumberTree;
  data_loss: number;
  penalty: number;
  gradients: GoldenTensor[];
  parameters: GoldenTensor[];
  /** None without batch normalization. */
  state?: GoldenTensor[] | null;
}

export interface GoldenCase {
  name?: string;
  input_shape: number[];
  layers: GoldenChoice[];
  loss: GoldenChoice;
  optimizer: GoldenChoice;
  schedule?: GoldenChoice | null;
  l1?: number | null;
  l2?: number | null;
  clip?: { by: string; limit: number } | null;
  steps: GoldenStep[];
  evaluation: { x: NumberTree; output: NumberTree };
}

export interface Translation {
  experiment: Record<string, unknown>;
  /** What the case needs and the catalog lacks, by the names of the golden file; empty if it can be replayed. */
  lacks: string[];
}

/** Throws an `Error` with one sentence where the text is not a golden case. */
export function readGoldenCase(text: string): GoldenCase {
  return asGoldenCase(JSON.parse(text));
}

/** The same for what was parsed already. */
export function asGoldenCase(value: unknown): GoldenCase {
  const golden = value as GoldenCase;
  requireMembers('', golden, ['input_shape', 'layers', 'loss', 'optimizer', 'steps', 'evaluation']);
  requireMembers('evaluation.', golden.evaluation, ['x', 'output']);
  golden.steps.forEach((step, index) => {
    requireMembers(`steps[${index}].`, step, ['x', 'y', 'output', 'gradients', 'parameters']);
  });
  return golden;
}

function requireMembers<Part>(place: string, part: Part, members: (keyof Part & string)[]): void {
  for (const member of members) {
    if (typeof part !== 'object' || part === null || typeof part[member] !== 'object' || part[member] === null)
      throw new Error(`not a golden case: ${place}${member} is missing`);
  }
}

/** Whatever is not in the catalog is named in `lacks`; nothing is dropped in silence. */
export function translate(golden: GoldenCase, catalog: Catalog): Translation {
  const translator = new Translator(catalog);
  const layers = golden.layers.map((layer) => translator.choice('layer', 'layers', names.layers, layer));
  const experiment: Record<string, unknown> = {
    version: 1,
    title: golden.name ?? '',
    data: {
      ...external(golden),
      split: { training: 1, validation: 0, test: 0 },
    },
    preprocessing: [],
    layers,
    loss: translator.choice('loss', 'losses', names.losses, golden.loss),
    optimizer: translator.choice('optimizer', 'optimizers', names.optimizers, golden.optimizer),
    schedule: golden.schedule ? translator.schedule(golden.schedule) : { kind: 'constant' },
    regularizers: translator.regularizers(golden),
    batchSize: 0,
  };
  if (golden.clip) experiment.clipping = translator.clipping(golden.clip);
  const rate = golden.schedule && maximumOf(golden.schedule);
  if (rate !== undefined && rate !== null) (experiment.optimizer as Choice).learningRate = rate;
  return { experiment, lacks: [...translator.lacks] };
}

/** A golden schedule as ours, with what `learningRates` takes beside it. */
export function translateSchedule(golden: GoldenChoice, catalog: Catalog) {
  const translator = new Translator(catalog);
  const schedule = translator.schedule(golden);
  const losses = (golden.metric ?? []) as number[];
  return { schedule, learningRate: Number(maximumOf(golden)), losses, lacks: [...translator.lacks] };
}

/** Our schedules scale optimizer.learningRate, which is the highest of their rates. */
function maximumOf(golden: GoldenChoice): unknown {
  return golden.maximum ?? golden.learning_rate;
}

const classLosses = ['softmax_cross_entropy', 'binary_cross_entropy', 'hinge'];

function external(golden: GoldenCase): Choice {
  const outputs = flat((golden.evaluation.output as NumberTree[])[0]).length;
  const classes = classLosses.includes(String(golden.loss.loss));
  const [height, width] = golden.input_shape;
  return {
    kind: 'external',
    ...(golden.input_shape.length > 1 && { height, width }),
    inputs: golden.input_shape.at(-1),
    // One logit tells two classes apart.
    outputs: classes && outputs === 1 ? 2 : outputs,
    task: classes ? 'classification' : 'regression',
  };
}

/** The numbers of a tree in order. */
export function flat(tree: NumberTree): Float64Array {
  return Float64Array.from(Array.isArray(tree) ? ((tree as unknown[]).flat(Infinity) as number[]) : [tree]);
}

class Translator {
  readonly lacks = new Set<string>();

  constructor(private readonly catalog: Catalog) {}

  /** `word` is the member that holds the kind; tensors stand beside the knobs and are set later. */
  choice(word: string, family: FamilyName, table: Record<string, string>, golden: GoldenChoice): Choice {
    const key = String(golden[word]);
    const isSet = (member: string) => member !== word && Boolean(golden[member]);
    const special = Object.keys(table).find(
      (entry) => entry.startsWith(`${key}+`) && isSet(entry.slice(key.length + 1)),
    );
    const ours = table[special ?? key];
    const kind = this.#families()[family]?.find((each) => each.kind === ours);
    if (!kind) {
      this.lacks.add(`${word} "${key}"${special ? ` with ${special.slice(key.length + 1)}` : ''}`);
      return { kind: ours ?? key };
    }
    const choice: Choice = { kind: kind.kind };
    for (const member of Object.keys(golden)) {
      // What is null is left out, as its default is.
      if (member === word || golden[member] === null) continue;
      if (member === 'function') {
        choice.function = this.choice('function', 'activations', names.activations, { function: golden.function });
        continue;
      }
      const knob = (names.knobs as Record<string, string>)[member] ?? member;
      // A schedule's gamma is a knob, that of a normalization a tensor.
      if (Array.isArray(golden[member]) && member in names.tensors) continue;
      if (kind.knobs.some((each) => each.name === knob)) choice[knob] = golden[member];
      else if (golden[member] && member !== special?.slice(key.length + 1))
        this.lacks.add(`${word} "${key}" with ${member}`);
    }
    return choice;
  }

  /** Its learning rate and maximum stand in our optimizer; only a cyclic one has two rates of its own. */
  schedule(golden: GoldenChoice): Choice {
    const elsewhere = ['learning_rate', 'maximum', 'metric'];
    const knobs = Object.fromEntries(Object.entries(golden).filter(([member]) => !elsewhere.includes(member)));
    if (golden.schedule === 'cyclic') knobs.minimum = golden.learning_rate;
    return this.choice('schedule', 'schedules', names.schedules, knobs);
  }

  /** Both penalties together are an elastic net. */
  regularizers({ l1, l2 }: GoldenCase): Choice[] {
    if (!l1 && !l2) return [];
    const name = l1 && l2 ? 'l1+l2' : l1 ? 'l1' : 'l2';
    const kind = names.regularizers[name];
    if (!this.catalog.families.regularizers.some((each) => each.kind === kind)) this.lacks.add(name);
    return [l1 && l2 ? { kind, strength: l1 + l2, l1Share: l1 / (l1 + l2) } : { kind, strength: l1 || l2 }];
  }

  clipping(clip: { by: string; limit: number }): Choice {
    const kind = (names.clippings as Record<string, string>)[clip.by] ?? clip.by;
    if (!this.#families().clippings?.some((each) => each.kind === kind)) this.lacks.add(`clip by ${clip.by}`);
    return { kind, limit: clip.limit };
  }

  /** Families that the catalog may get later are asked for by name, too. */
  #families(): Record<string, Catalog['families'][FamilyName] | undefined> {
    return this.catalog.families;
  }
}
