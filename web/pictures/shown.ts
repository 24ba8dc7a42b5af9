/** The pictures that are on the page now, by name, so that a menu beside one can write it to a file. */
import type { Draw } from './draw';

/** A picture with its size in CSS pixels. */
export interface ShownPicture {
  draw: Draw;
  width: number;
  height: number;
}

export const shownPictures = new Map<string, ShownPicture>();
