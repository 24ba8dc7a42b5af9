/**
 * The colours of a matrix's numbers. One colour has one meaning: signed values are orange or blue, as everywhere; gradients,
 * and what the optimizer makes of them, have the page's colour of change by their size, as the links of the network do.
 */
import { tableColor } from '../pictures/colors';
import type { Theme } from '../pictures/theme.svelte';
import type { Role } from './operations';

/** What colours tell: the value with its sign, or its size alone. */
export interface NumberScale {
  kind: 'diverging' | 'sequential';
  /** The end of the scale. */
  largest: number;
}

const changes = new Set<Role>([
  'outputGradient',
  'gradient',
  'penalized',
  'clipped',
  'gradientNorm',
  'slot',
  'slotNext',
  'change',
]);
/** Ends a little before the scale's: letters stay readable on every ground. */
const reserve = 1.2;

/** The scale of a matrix whose largest number has that size. */
export function scaleOf(role: Role, largest: number): NumberScale {
  return { kind: changes.has(role) ? 'sequential' : 'diverging', largest };
}

/** The ground of a number; `weaker` times paler than it is where it steps back. */
export function groundOf({ kind, largest }: NumberScale, value: number, theme: Theme, weaker = 1): string {
  const [shown, end] = [value / weaker, largest * reserve];
  return kind === 'sequential'
    ? tableColor(theme.sequentialGround, Math.abs(shown), 0, end)
    : tableColor(theme.ground, shown, -end, end);
}
