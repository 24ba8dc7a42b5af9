/** Where a value stands on a slider, and which value a position means. Positions run from 0 to `positions`. */
import type { Knob } from '../../wasm-bindings/types';

export const positions = 200;

function shownRange(knob: Knob): [number, number] {
  return knob.shown ?? knob.allowed ?? [0, 1];
}

/** The nearest position of the slider; values outside what it shows stand at its ends. */
export function positionOf(knob: Knob, value: number): number {
  const [low, high] = shownRange(knob);
  const share =
    knob.scale === 'log' && low > 0
      ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
      : (value - low) / (high - low);
  return Math.round(positions * Math.min(1, Math.max(0, share)));
}

/** The value that a position means, with as many digits as the slider can tell apart. */
export function valueAtPosition(knob: Knob, position: number): number {
  const [low, high] = shownRange(knob);
  const share = position / positions;
  if (knob.scale === 'log' && low > 0) {
    const value = low * (high / low) ** share;
    return knob.type === 'integer' ? Math.round(value) : Number(value.toPrecision(2));
  }
  const value = low + share * (high - low);
  if (knob.type === 'integer') return Math.round(value);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(high - low)));
  return Number(value.toFixed(decimals));
}
