/** What the links of a network show: weights, what the objective says about them, or what the next step adds to them. */
import type { Frame } from '../worker/protocol';
import type { NetworkLayout } from './networkLayout';
import { niceCeiling } from './scale';

export const edgeKinds = ['weights', 'gradients', 'updates'] as const;
export type EdgeKind = (typeof edgeKinds)[number];

/** By parameter, what links of this kind show; empty where no step can be made. */
export function edgeValues(frame: Frame | null, kind: EdgeKind): ArrayLike<number> {
  if (kind === 'weights') return frame?.parameters ?? [];
  return frame?.ahead?.[kind] ?? [];
}

/** The end of the scale of links: 1 for weights, else a round number that none exceeds. */
export function edgeLimit(layout: NetworkLayout, values: ArrayLike<number>, kind: EdgeKind): number {
  if (kind === 'weights') return 1;
  let largest = 0;
  for (const { weight } of layout.columns) {
    if (!weight) continue;
    for (let i = weight.offset; i < weight.offset + weight.length; i++)
      largest = Math.max(largest, Math.abs(values[i]) || 0);
  }
  return niceCeiling(largest);
}
