/**
 * A matrix as it is laid out to be read: rows of units and columns of samples; images and kernels one channel and one
 * sample (or filter) at a time, as they look.
 */
import type { TraceQuantity } from '../../wasm-bindings/types';
import type { Role } from './operations';
import { sizeOf } from './operations';

export interface Cell {
  row: number;
  column: number;
}

/** Which channel and which sample or filter of images is shown. */
export interface Slice {
  channel: number;
  last: number;
}

const bySample = new Set<Role>([
  'row',
  'input',
  'target',
  'output',
  'outputGradient',
  'drawn',
  'sampleWeight',
  'sampleLoss',
]);

export class Sheet {
  readonly isSliced: boolean;
  /** Whether columns (of images: the last extent) count samples; else a tensor's outputs. */
  readonly hasSamples: boolean;
  readonly channels: number;
  readonly lasts: number;
  readonly rows: number;
  readonly columns: number;
  #width: number;

  constructor(
    readonly quantity: TraceQuantity,
    role: Role,
    private readonly slice: Slice,
  ) {
    const [height = 1, width = 1, channels = 1, last = 1] = quantity.shape;
    this.isSliced = quantity.shape.length === 4 && height * width > 1;
    // Layer normalization has a mean for each sample, batch normalization one for all.
    this.hasSamples = bySample.has(role) || ((role === 'mean' || role === 'scale') && quantity.shape.length === 4);
    this.channels = this.isSliced ? channels : 1;
    this.lasts = this.isSliced ? last : 1;
    this.#width = width;
    const size = sizeOf(quantity);
    this.rows = this.isSliced ? height : size.rows;
    this.columns = this.isSliced ? width : size.columns;
  }

  /** The slice in which a number of the matrix lies. */
  sliceOf({ row, column }: Cell): Slice {
    return this.isSliced ? { channel: row % this.channels, last: column } : { channel: 0, last: 0 };
  }

  /** Where a number of the matrix stands on this sheet; null if it is on another slice. */
  cellOf(number: Cell): Cell | null {
    if (!this.isSliced) return number;
    const { channel, last } = this.sliceOf(number);
    if (channel !== this.slice.channel || last !== this.slice.last) return null;
    const place = Math.floor(number.row / this.channels);
    return { row: Math.floor(place / this.#width), column: place % this.#width };
  }

  /** The number of the matrix that stands in a cell of this sheet. */
  numberAt({ row, column }: Cell): Cell {
    if (!this.isSliced) return { row, column };
    return { row: (row * this.#width + column) * this.channels + this.slice.channel, column: this.slice.last };
  }

  valueAt(cell: Cell): number {
    const { row, column } = this.numberAt(cell);
    return this.quantity.values[row * sizeOf(this.quantity).columns + column] ?? Number.NaN;
  }
}

/** The largest size of a finite number in the matrix: the end of its colours. */
export function largestIn({ values }: TraceQuantity): number {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > largest && Number.isFinite(value)) largest = Math.abs(value);
  return largest || 1;
}
