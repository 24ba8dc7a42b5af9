/** Writes a picture that is on the page to a file, by the code that drew it. */
import { css } from './colors';
import { canvasFont } from './draw';
import type { ShownPicture } from './shown';
import { SvgContext } from './svgContext';
import { theme } from './theme.svelte';

/** Pixels of a PNG for each pixel of the page. */
const sharpness = 2;

function blankCanvas(width: number, height: number): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser gives no canvas.');
  return [canvas, context];
}

/** The picture as SVG. */
export function svgOf({ draw, width, height }: ShownPicture, title: string): string {
  const colors = theme();
  const context = new SvgContext(blankCanvas(1, 1)[1]);
  context.font = canvasFont(colors);
  // It has what the drawings use of a canvas, not all that a canvas has.
  draw(context as unknown as CanvasRenderingContext2D, width, height);
  return context.document(width, height, css(colors.paper), title);
}

/** The picture as PNG, twice as fine as on the page, on the page's ground. */
export async function pngOf({ draw, width, height }: ShownPicture): Promise<Blob> {
  const colors = theme();
  const [canvas, context] = blankCanvas(width * sharpness, height * sharpness);
  context.scale(sharpness, sharpness);
  context.fillStyle = css(colors.paper);
  context.fillRect(0, 0, width, height);
  context.font = canvasFont(colors);
  draw(context, width, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.')))),
  );
}
