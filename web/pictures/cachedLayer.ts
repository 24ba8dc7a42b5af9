/** A part of a picture that seldom changes, kept on a canvas of its own. */
import { isWritten, type Draw } from './draw';

/** Remembers one drawing together with everything that it was made from. */
export class CachedLayer {
  private readonly canvas = document.createElement('canvas');
  private key: readonly unknown[] = [];

  /** Draws what `paint` painted for the same `key` and size before; paints again only if one of them has changed. */
  draw(context: CanvasRenderingContext2D, width: number, height: number, key: readonly unknown[], paint: Draw): void {
    if (isWritten(context)) return paint(context, width, height);
    const ratio = context.getTransform().a;
    const full = [...key, width, height, ratio];
    if (full.length !== this.key.length || full.some((part, i) => !Object.is(part, this.key[i]))) {
      this.key = full;
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
      const own = this.canvas.getContext('2d');
      if (!own) return;
      own.scale(ratio, ratio);
      own.font = context.font;
      paint(own, width, height);
    }
    if (this.canvas.width > 0 && this.canvas.height > 0) context.drawImage(this.canvas, 0, 0, width, height);
  }
}
