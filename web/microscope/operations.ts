/** A traced step as a walk: the operations in the order in which they take place, grouped into phases. */
import type { TraceAddress, TraceQuantity } from '../../wasm-bindings/types';

export const phases = ['forward', 'loss', 'backward', 'penalty', 'clipping', 'optimizer', 'update'] as const;
export type Phase = (typeof phases)[number];

/** Computes one matrix of the step. */
export interface Operation {
  phase: Phase;
  layer: number;
  quantity: string;
}

/** What a quantity is, whatever tensor or slot it belongs to: `gradient` for `weight.gradient`. */
export type Role =
  | 'row'
  | 'input'
  | 'target'
  | 'output'
  | 'outputGradient'
  | 'drawn'
  | 'mean'
  | 'scale'
  | 'classWeight'
  | 'sampleWeight'
  | 'sampleLoss'
  | 'loss'
  | 'penalty'
  | 'objective'
  | 'gradientNorm'
  | 'learningRate'
  | 'stepLength'
  | 'step'
  | 'parameter'
  | 'statistic'
  | 'gradient'
  | 'penalized'
  | 'clipped'
  | 'decayed'
  | 'slot'
  | 'slotNext'
  | 'updated'
  | 'next'
  | 'statisticNext'
  | 'change';

const wholeNames = new Set<string>([
  'row',
  'input',
  'target',
  'output',
  'outputGradient',
  'drawn',
  'mean',
  'scale',
  'classWeight',
  'sampleWeight',
  'sampleLoss',
  'loss',
  'penalty',
  'objective',
  'gradientNorm',
  'learningRate',
  'stepLength',
  'step',
] satisfies Role[]);
const parts = new Set<string>(['gradient', 'penalized', 'clipped', 'decayed', 'updated', 'change'] satisfies Role[]);

/** A quantity's name taken apart: "weight.m.next" is what stands in slot m of the weight afterwards. */
export interface QuantityName {
  role: Role;
  /** The tensor that it belongs to; empty for what belongs to none. */
  tensor: string;
  /** The slot of the optimizer; else empty. */
  slot: string;
}

/** `isLearned`: whether gradients teach the tensor, which running statistics lack. */
export function quantityName(name: string, isLearned: (tensor: string) => boolean): QuantityName {
  if (wholeNames.has(name)) return { role: name as Role, tensor: '', slot: '' };
  const [tensor = '', part = '', last = ''] = name.split('.');
  const learned = isLearned(tensor);
  if (part === '') return { role: learned ? 'parameter' : 'statistic', tensor, slot: '' };
  if (part === 'next') return { role: learned ? 'next' : 'statisticNext', tensor, slot: '' };
  if (parts.has(part)) return { role: part as Role, tensor, slot: '' };
  return { role: last === 'next' ? 'slotNext' : 'slot', tensor, slot: part };
}

const phaseOf: Partial<Record<Role, Phase>> = {
  mean: 'forward',
  scale: 'forward',
  output: 'forward',
  sampleWeight: 'loss',
  sampleLoss: 'loss',
  loss: 'loss',
  gradient: 'backward',
  outputGradient: 'backward',
  penalty: 'penalty',
  objective: 'penalty',
  penalized: 'penalty',
  gradientNorm: 'clipping',
  clipped: 'clipping',
  decayed: 'optimizer',
  slotNext: 'optimizer',
  stepLength: 'optimizer',
  updated: 'update',
  next: 'update',
  change: 'update',
  statisticNext: 'update',
};

/** Within a layer (forward) or among all operations of a phase: what comes first. */
const order = Object.keys(phaseOf) as Role[];

/** A step taken apart, with its matrices by name. */
export class Step {
  readonly operations: readonly Operation[];
  readonly phases: readonly Phase[];
  #byName = new Map<string, TraceQuantity>();

  constructor(
    readonly serial: number,
    readonly step: number,
    quantities: readonly TraceQuantity[],
  ) {
    for (const quantity of quantities) this.#byName.set(`${quantity.layer} ${quantity.name}`, quantity);
    const withPenalty = this.find(-1, 'penalty') !== undefined;
    this.operations = quantities
      .flatMap(({ layer, name }) => {
        const phase = phaseOf[this.nameOf({ layer, quantity: name }).role];
        const isMissing = !phase || (name === 'objective' && !withPenalty);
        return isMissing ? [] : [{ phase, layer, quantity: name }];
      })
      .sort((a, b) => this.#compare(a, b));
    this.phases = phases.filter((phase) => this.operations.some((operation) => operation.phase === phase));
  }

  find(layer: number, quantity: string): TraceQuantity | undefined {
    return this.#byName.get(`${layer} ${quantity}`);
  }

  nameOf({ layer, quantity }: Pick<TraceAddress, 'layer' | 'quantity'>): QuantityName {
    return quantityName(quantity, (tensor) => this.#byName.has(`${layer} ${tensor}.gradient`));
  }

  /** Whether there is no network: the step is one on a surface. */
  get isOnSurface(): boolean {
    return this.find(-1, 'input') === undefined;
  }

  /** Number of the operation that computes this quantity; −1 if it was given to the step. */
  operationOf({ layer, quantity }: Pick<TraceAddress, 'layer' | 'quantity'>): number {
    return this.operations.findIndex((each) => each.layer === layer && each.quantity === quantity);
  }

  /** Forward from the first layer to the last, backward the other way round; a layer's gradients before those handed on. */
  #compare(a: Operation, b: Operation): number {
    if (a.phase !== b.phase) return phases.indexOf(a.phase) - phases.indexOf(b.phase);
    const [first, second] = [this.nameOf(a).role, this.nameOf(b).role];
    if (a.phase === 'backward') {
      // The gradient at a layer's output is handed on by the layer behind it.
      const time = (role: Role, layer: number) => (role === 'outputGradient' ? -layer - 1 : -layer - 0.5);
      return time(first, a.layer) - time(second, b.layer);
    }
    const byRole = order.indexOf(first) - order.indexOf(second);
    if (a.phase === 'forward') return a.layer - b.layer || byRole;
    if (a.phase === 'optimizer' || a.phase === 'update') return a.layer - b.layer || this.#tensors(a, b) || byRole;
    return byRole || a.layer - b.layer;
  }

  /** Tensors as the layer lists them: the order in which the core gives them. */
  #tensors(a: Operation, b: Operation): number {
    const names = [...this.#byName.keys()];
    const place = (operation: Operation) => names.indexOf(`${operation.layer} ${this.nameOf(operation).tensor}`);
    return place(a) - place(b);
  }
}

/** Rows and columns of a matrix: the last extent counts the columns, the others together the rows. */
export function sizeOf({ shape, values }: TraceQuantity): { rows: number; columns: number } {
  const columns = shape.at(-1) ?? 1;
  return { rows: values.length / columns, columns };
}

/** The nearest address within a matrix. */
export function within(quantity: TraceQuantity, row: number, column: number): TraceAddress {
  const { rows, columns } = sizeOf(quantity);
  return {
    layer: quantity.layer,
    quantity: quantity.name,
    row: Math.min(row, rows - 1),
    column: Math.min(column, columns - 1),
  };
}
