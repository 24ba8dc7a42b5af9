/** The large heat map: outputs over the plane as colours, and the line where a single output is in the middle. */
import { tableIndex, tableSize } from './colors';
import type { Theme } from './theme.svelte';

/** A square grid of values, each taken in the middle of its cell, rows from high to low y. */
export interface Field {
  values: Float32Array;
  /** Index of the first value. */
  start: number;
  size: number;
}

/** The square that a map fills, in CSS pixels. */
export interface Plot {
  x: number;
  y: number;
  side: number;
}

/** The colours of a scale with nothing between its two ends: which side of the middle. */
function halves(table: Uint32Array): Uint32Array {
  const halved = new Uint32Array(table.length);
  halved.fill(table[Math.round(tableSize * 0.12)], 0, tableSize / 2);
  halved.fill(table[Math.round(tableSize * 0.88)], tableSize / 2, tableSize);
  halved[tableSize] = table[tableSize];
  return halved;
}

/** Paints fields into a small canvas that is enlarged when drawn; keeps its buffers. */
export class FieldPainter {
  private readonly canvas = document.createElement('canvas');
  private image: ImageData | null = null;
  private words = new Uint32Array(0);

  private prepare(size: number): CanvasRenderingContext2D | null {
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (!context || size < 2) return null;
    if (!this.image || this.image.width !== size) {
      this.canvas.width = this.canvas.height = size;
      this.image = context.createImageData(size, size);
      this.words = new Uint32Array(this.image.data.buffer);
    }
    return context;
  }

  private finish(context: CanvasRenderingContext2D): void {
    if (this.image) context.putImageData(this.image, 0, 0);
  }

  /** One value by colour between `low` and `high`; `discretize` shows only the side of the middle. */
  paintSigned(field: Field, low: number, high: number, table: Uint32Array, discretize: boolean): void {
    const context = this.prepare(field.size);
    if (!context) return;
    const colors = discretize ? halves(table) : table;
    for (let i = 0; i < field.size * field.size; i++) {
      this.words[i] = colors[tableIndex(field.values[field.start + i], low, high)];
    }
    this.finish(context);
  }

  /** The largest of `classes` outputs by its class's colour, the stronger the larger its share above equality. */
  paintClasses(field: Field, classes: number, theme: Theme, discretize: boolean): void {
    const context = this.prepare(field.size);
    if (!context) return;
    const count = field.size * field.size;
    for (let i = 0; i < count; i++) {
      let best = 0;
      for (let k = 1; k < classes; k++) {
        if (field.values[field.start + k * count + i] > field.values[field.start + best * count + i]) best = k;
      }
      const value = field.values[field.start + best * count + i];
      const table = theme.classGrounds[best % theme.classGrounds.length];
      const shown = discretize && !Number.isNaN(value) ? 0.8 : value;
      this.words[i] = table[tableIndex(shown, 1 / classes - 0.15, 1)];
    }
    this.finish(context);
  }

  /** Draws the painted field over the plot: every value in the middle of its cell. */
  draw(context: CanvasRenderingContext2D, plot: Plot): void {
    if (!this.image) return;
    context.imageSmoothingEnabled = true;
    context.drawImage(this.canvas, plot.x, plot.y, plot.side, plot.side);
  }
}

/** Adds to `path` where the field has the value `level`, cell by cell (marching squares, edges interpolated linearly). */
export function levelLine(field: Field, level: number, plot: Plot, path: Path2D): Path2D {
  const { values, start, size } = field;
  const step = plot.side / size;
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const i = start + row * size + column;
      const [a, b, c, d] = [
        values[i] - level,
        values[i + 1] - level,
        values[i + size + 1] - level,
        values[i + size] - level,
      ];
      if (a > 0 === b > 0 && b > 0 === c > 0 && c > 0 === d > 0) continue;
      const [x, y] = [plot.x + (column + 0.5) * step, plot.y + (row + 0.5) * step];
      const crossings: [number, number][] = [];
      if (a > 0 !== b > 0) crossings.push([x + (step * a) / (a - b), y]);
      if (b > 0 !== c > 0) crossings.push([x + step, y + (step * b) / (b - c)]);
      if (c > 0 !== d > 0) crossings.push([x + (step * d) / (d - c), y + step]);
      if (d > 0 !== a > 0) crossings.push([x, y + (step * a) / (a - d)]);
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        path.moveTo(...crossings[k]);
        path.lineTo(...crossings[k + 1]);
      }
    }
  }
  return path;
}
