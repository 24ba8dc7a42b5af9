/** The network as a table: what stands in each row is looked up, not computed, but for the totals of its columns. */
import type { Choice } from '../../wasm-bindings/types';
import type { Scene } from '../worker/protocol';

export interface SummaryRow {
  index: number;
  kind: string;
  /** Of one sample as it leaves the layer: `8`, or `8×8×16`. */
  shape: string;
  parameters: number;
  trainable: boolean;
  /** Of its parameters and of one sample's outputs. */
  bytes: number;
}

export interface Summary {
  rows: SummaryRow[];
  parameters: number;
  trainable: number;
  bytes: number;
}

/** The shape as it is written. */
export function shapeText([height, width, channels]: readonly [number, number, number]): string {
  return height * width > 1 ? `${height}×${width}×${channels}` : String(channels);
}

/** One row for each layer; `layers` have the knobs now in force. */
export function summaryOf(scene: Scene, layers: readonly Choice[]): Summary {
  const rows = scene.layers.map((layer): SummaryRow => {
    const { index, kind, shape, parameters, bytes } = layer;
    return { index, kind, shape: shapeText(shape), parameters, trainable: layers[index]?.trainable !== false, bytes };
  });
  const sum = (read: (row: SummaryRow) => number) => rows.reduce((total, row) => total + read(row), 0);
  return {
    rows,
    parameters: sum((row) => row.parameters),
    trainable: sum((row) => (row.trainable ? row.parameters : 0)),
    bytes: sum((row) => row.bytes),
  };
}
