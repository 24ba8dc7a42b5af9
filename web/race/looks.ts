/** How the racers are told apart: by colour and dash, in the order in which they stand in the list. */
import { css } from '../pictures/colors';
import type { Theme } from '../pictures/theme.svelte';

const dashes = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [14, 5]];

/** The colours of the first two classes mean signs elsewhere. */
const firstColor = 2;

/** Colour and dash of racer number `place`. */
export function lookOf(place: number, theme: Theme): { color: string; dash: readonly number[] } {
  return {
    color: css(theme.classes[(place + firstColor) % theme.classes.length]),
    dash: dashes[place % dashes.length],
  };
}
