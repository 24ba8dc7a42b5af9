/**
 * A drawing context that writes SVG: it offers what the drawings of this page call of a canvas, so that every picture
 * becomes a vector picture by the very code that draws it on the screen. Pictures within it stay pixels.
 */
import type { OwnPaths } from './draw';

type Matrix = readonly [number, number, number, number, number, number];
const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** a · b: first b, then a. */
function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[2] * b[1],
    a[1] * b[0] + a[3] * b[1],
    a[0] * b[2] + a[2] * b[3],
    a[1] * b[2] + a[3] * b[3],
    a[0] * b[4] + a[2] * b[5] + a[4],
    a[1] * b[4] + a[3] * b[5] + a[5],
  ];
}

const written = (value: number) => String(Math.round(value * 100) / 100);
const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** A path as SVG writes it, in the coordinates that it was given. */
class SvgPath {
  constructor(public data = '') {}

  moveTo(x: number, y: number): void {
    this.data += `M${written(x)} ${written(y)}`;
  }
  lineTo(x: number, y: number): void {
    // As on a canvas, a line without a beginning begins where it leads to.
    this.data += `${this.data === '' ? 'M' : 'L'}${written(x)} ${written(y)}`;
  }
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.data += `C${[x1, y1, x2, y2, x, y].map(written).join(' ')}`;
  }
  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void {
    this.data += `Q${[x1, y1, x, y].map(written).join(' ')}`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.data += `M${written(x)} ${written(y)}h${written(width)}v${written(height)}h${written(-width)}Z`;
  }
  /** Two halves: one arc of SVG cannot be a whole circle. */
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const at = (angle: number) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)] as const;
    const middle = at((from + to) / 2);
    const half = (end: readonly [number, number]) =>
      `A${written(radius)} ${written(radius)} 0 0 ${to > from ? 1 : 0} ${written(end[0])} ${written(end[1])}`;
    this.lineTo(...at(from));
    this.data += half(middle) + half(at(to));
  }
  closePath(): void {
    this.data += 'Z';
  }
}

/** What `save` keeps and `restore` brings back. */
const state = {
  matrix: identity,
  fillStyle: '#000',
  strokeStyle: '#000',
  lineWidth: 1,
  lineCap: 'butt',
  lineJoin: 'miter',
  lineDashOffset: 0,
  globalAlpha: 1,
  textAlign: 'start',
  textBaseline: 'alphabetic',
  imageSmoothingEnabled: true,
  dash: [] as readonly number[],
  clipId: '',
};
type State = typeof state;

/** How far below the given place letters stand, in heights of the font: not every program knows SVG's baselines. */
const baselines: Record<string, number> = { top: 0.82, hanging: 0.82, middle: 0.34, bottom: -0.2, alphabetic: 0 };
const anchors: Record<string, string> = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' };

/** `rgb(1 2 3 / 0.5)` as the colour and opacity that every program reads. */
function paint(name: 'fill' | 'stroke', color: string, alpha: number): string {
  const numbers = /^rgba?\(([^)]*)\)$/
    .exec(color)?.[1]
    .match(/[\d.]+/g)
    ?.map(Number);
  const plain = numbers ? `rgb(${numbers.slice(0, 3).map(Math.round).join(',')})` : color;
  const opacity = (numbers?.[3] ?? 1) * alpha;
  return `${name}="${plain}"${opacity < 1 ? ` ${name}-opacity="${written(opacity)}"` : ''}`;
}

export class SvgContext implements OwnPaths {
  declare fillStyle: string;
  declare strokeStyle: string;
  declare globalAlpha: number;
  font = '12px sans-serif';

  #elements: string[] = [];
  #definitions: string[] = [];
  #path = new SvgPath();
  #kept: State[] = [];

  /** Letters are measured by `ruler`, as on the screen. */
  constructor(private readonly ruler: CanvasRenderingContext2D) {
    Object.assign(this, state);
  }

  // --- State ---

  get #now(): State {
    return this as unknown as State;
  }

  save(): void {
    const kept = Object.fromEntries(Object.keys(state).map((key) => [key, this.#now[key as keyof State]]));
    this.#kept.push(kept as State);
  }
  restore(): void {
    Object.assign(this, this.#kept.pop());
  }
  translate(x: number, y: number): void {
    this.#now.matrix = times(this.#now.matrix, [1, 0, 0, 1, x, y]);
  }
  rotate(angle: number): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.#now.matrix = times(this.#now.matrix, [cos, sin, -sin, cos, 0, 0]);
  }
  scale(x: number, y: number): void {
    this.#now.matrix = times(this.#now.matrix, [x, 0, 0, y, 0, 0]);
  }
  setLineDash(dash: readonly number[]): void {
    this.#now.dash = dash;
  }
  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  // --- Paths ---

  newPath(data = ''): Path2D {
    return new SvgPath(data) as unknown as Path2D;
  }
  beginPath(): void {
    this.#path = new SvgPath();
  }
  moveTo(x: number, y: number): void {
    this.#path.moveTo(x, y);
  }
  lineTo(x: number, y: number): void {
    this.#path.lineTo(x, y);
  }
  bezierCurveTo(...places: [number, number, number, number, number, number]): void {
    this.#path.bezierCurveTo(...places);
  }
  quadraticCurveTo(...places: [number, number, number, number]): void {
    this.#path.quadraticCurveTo(...places);
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path.rect(x, y, width, height);
  }
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    this.#path.arc(x, y, radius, from, to);
  }
  closePath(): void {
    this.#path.closePath();
  }
  clip(): void {
    const id = `clip${this.#definitions.length}`;
    const inner = this.#now.clipId;
    this.#definitions.push(
      `<clipPath id="${id}"${inner && ` clip-path="url(#${inner})"`}><path d="${this.#path.data}"${this.#place()}/></clipPath>`,
    );
    this.#now.clipId = id;
  }

  // --- Painting ---

  fill(path: unknown = this.#path): void {
    this.#add('path', `d="${(path as SvgPath).data}" ${this.#filled()}`);
  }
  stroke(path: unknown = this.#path): void {
    this.#add('path', `d="${(path as SvgPath).data}" ${this.#stroked()}`);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#add('rect', `${this.#box(x, y, width, height)} ${this.#filled()}`);
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.#add('rect', `${this.#box(x, y, width, height)} ${this.#stroked()}`);
  }
  /** Nothing lies under a picture but its ground. */
  clearRect(): void {
    this.#path = new SvgPath();
  }
  fillText(text: string, x: number, y: number): void {
    const { textAlign, textBaseline } = this.#now;
    const [size, family] = /([\d.]+)px (.*)$/.exec(this.font)?.slice(1) ?? ['12', 'sans-serif'];
    const below = y + Number(size) * (baselines[textBaseline] ?? 0);
    const place = `x="${written(x)}" y="${written(below)}" text-anchor="${anchors[textAlign] ?? 'start'}"`;
    this.#add('text', `${place} font-size="${size}" font-family="${escaped(family)}" ${this.#filled()}`, escaped(text));
  }
  drawImage(image: HTMLCanvasElement, ...places: number[]): void {
    const [sx, sy, sw, sh, x, y, width = image.width, height = image.height] =
      places.length === 8 ? places : [0, 0, image.width, image.height, ...places];
    const part = document.createElement('canvas');
    part.width = sw;
    part.height = sh;
    part.getContext('2d')?.drawImage(image, sx, sy, sw, sh, 0, 0, sw, sh);
    const smooth = this.#now.imageSmoothingEnabled ? '' : ' style="image-rendering:pixelated"';
    const box = `${this.#box(x, y, width, height)} preserveAspectRatio="none"${smooth}`;
    this.#add('image', `${box} opacity="${this.globalAlpha}" href="${part.toDataURL()}"`);
  }

  // --- The document ---

  /** The picture as a document of that size, on a ground of its own. */
  document(width: number, height: number, ground: string, title: string): string {
    const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" ${size}>`,
      `<title>${escaped(title)}</title>`,
      `<defs>${this.#definitions.join('')}</defs>`,
      `<rect width="${width}" height="${height}" ${paint('fill', ground, 1)}/>`,
      ...this.#elements,
      '</svg>',
    ].join('\n');
  }

  #add(name: string, attributes: string, content = ''): void {
    const clip = this.#now.clipId ? ` clip-path="url(#${this.#now.clipId})"` : '';
    // The clip is in the coordinates of the picture, so it stands on a group around what is moved.
    const element = `<${name} ${attributes}${this.#place()}${content ? `>${content}</${name}>` : '/>'}`;
    this.#elements.push(clip && this.#place() ? `<g${clip}>${element}</g>` : element.replace(/^<\w+/, `$&${clip}`));
  }

  #place(): string {
    const { matrix } = this.#now;
    return matrix.some((value, i) => value !== identity[i])
      ? ` transform="matrix(${matrix.map(written).join(' ')})"`
      : '';
  }

  #box(x: number, y: number, width: number, height: number): string {
    // Canvases take negative sizes, SVG does not.
    const [left, top] = [Math.min(x, x + width), Math.min(y, y + height)];
    const [w, h] = [Math.abs(width), Math.abs(height)];
    return `x="${written(left)}" y="${written(top)}" width="${written(w)}" height="${written(h)}"`;
  }

  #filled(): string {
    return paint('fill', this.fillStyle, this.globalAlpha);
  }

  #stroked(): string {
    const { lineWidth, lineCap, lineJoin, dash, lineDashOffset } = this.#now;
    const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}" stroke-dashoffset="${lineDashOffset}"` : '';
    const line = `stroke-width="${written(lineWidth)}" stroke-linecap="${lineCap}" stroke-linejoin="${lineJoin}"`;
    return `fill="none" ${paint('stroke', this.strokeStyle, this.globalAlpha)} ${line}${dashes}`;
  }
}
