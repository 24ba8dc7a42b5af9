/** Many small heat maps painted at once: one `ImageData` for all, then one `drawImage` for each. */
import { tableIndex } from './colors';

const across = 32;

/** A sheet of equal tiles, reused from frame to frame. */
export class TileSheet {
  readonly canvas = document.createElement('canvas');
  private image: ImageData | null = null;
  private words = new Uint32Array(0);
  private tileWidth = 0;
  private tileHeight = 0;

  private prepare(count: number, width: number, height: number): CanvasRenderingContext2D | null {
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    const columns = Math.min(count, across) * width;
    const rows = Math.ceil(count / across) * height;
    if (!context || columns === 0 || rows === 0) return null;
    if (!this.image || this.image.width !== columns || this.image.height !== rows) {
      this.canvas.width = columns;
      this.canvas.height = rows;
      this.image = context.createImageData(columns, rows);
      this.words = new Uint32Array(this.image.data.buffer);
    }
    [this.tileWidth, this.tileHeight] = [width, height];
    return context;
  }

  /**
   * Paints one tile of width × height values for each entry of `starts`: value k of a tile is
   * `values[start + k * stride]`, row by row; `low` and `high` get the ends of `table`.
   */
  paint(
    values: ArrayLike<number>,
    starts: readonly number[],
    shape: { width: number; height: number; stride: number },
    range: { low: number; high: number; table: Uint32Array },
  ): void {
    const { width, height, stride } = shape;
    const context = this.prepare(starts.length, width, height);
    if (!context || !this.image) return;
    const rowLength = this.image.width;
    starts.forEach((start, tile) => {
      const corner = Math.floor(tile / across) * height * rowLength + (tile % across) * width;
      for (let k = 0; k < width * height; k++) {
        const word = range.table[tableIndex(values[start + k * stride], range.low, range.high)];
        this.words[corner + Math.floor(k / width) * rowLength + (k % width)] = word;
      }
    });
    context.putImageData(this.image, 0, 0);
  }

  /** Draws tile number `tile` into a box. */
  draw(context: CanvasRenderingContext2D, tile: number, x: number, y: number, width: number, height: number): void {
    const [w, h] = [this.tileWidth, this.tileHeight];
    if (w === 0 || h === 0) return;
    context.drawImage(this.canvas, (tile % across) * w, Math.floor(tile / across) * h, w, h, x, y, width, height);
  }
}
