/**
 * The page's colours and font as canvases need them: read once from the custom properties of `styles/tokens.css`,
 * and again only when the theme changes.
 */
import { scopeHere } from '../store/scope';
import { divergingTable, mix, sequentialTable, type Rgb } from './colors';

const classCount = 10;

/** Everything that a canvas takes from the page's style. */
export interface Theme {
  paper: Rgb;
  ink: Rgb;
  inkSoft: Rgb;
  hairline: Rgb;
  accent: Rgb;
  positive: Rgb;
  negative: Rgb;
  finding: Rgb;
  /** Colours of the classes, by class number. */
  classes: Rgb[];
  /** Family list for `context.font`. */
  font: string;
  /** Of letters in pictures, in CSS pixels. */
  textSize: number;
  /** Signed values: negative – paper – positive. */
  diverging: Uint32Array;
  /** Weaker ends, so that points on it keep their contrast. */
  ground: Uint32Array;
  /** Paper to each class's colour. */
  classGrounds: Uint32Array[];
  /** Paper to the accent: amounts. */
  sequential: Uint32Array;
  /** The same, so weak that numbers can be read on it: sizes of gradients, and of what is made of them. */
  sequentialGround: Uint32Array;
  /** Paper to ink: pixels of images. */
  gray: Uint32Array;
}

/** What is drawn where a token is missing: the light theme's values. */
const fallbacks: Record<string, string> = {
  paper: '#fbfaf7',
  ink: '#1c2127',
  'ink-soft': '#565e68',
  hairline: '#d5d3cc',
  accent: '#0b6b5d',
  positive: '#1a6cb4',
  negative: '#bb5a0c',
  finding: '#9b2c5a',
};

function colorReader(probe: HTMLElement): (token: string) => Rgb {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  return (token) => {
    probe.style.color = `var(--${token}, ${fallbacks[token] ?? '#808080'})`;
    if (!context) return [128, 128, 128];
    // The browser resolves every notation (light-dark(), oklch(), color-mix()) to the pixel that it would paint.
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b];
  };
}

/** The theme as the custom properties stand at an element. */
export function readTheme(root: HTMLElement): Theme {
  const probe = document.createElement('span');
  probe.hidden = true;
  // Where the system chooses the colours, pictures keep theirs: shades of one colour would tell nothing.
  probe.style.forcedColorAdjust = 'none';
  root.append(probe);
  const color = colorReader(probe);
  const [paper, ink, inkSoft] = [color('paper'), color('ink'), color('ink-soft')];
  const [positive, negative] = [color('positive'), color('negative')];
  const classes = Array.from({ length: classCount }, (_, i) => color(`class-${i}`));
  const style = getComputedStyle(root);
  const font = style.fontFamily;
  const textSize = parseFloat(style.getPropertyValue('--picture-text')) || 12;
  const [hairline, accent, finding] = [color('hairline'), color('accent'), color('finding')];
  probe.remove();
  const weak = (strong: Rgb) => mix(paper, strong, 0.62);
  return {
    paper,
    ink,
    inkSoft,
    hairline,
    accent,
    positive,
    negative,
    finding,
    classes,
    font,
    textSize,
    diverging: divergingTable(negative, paper, positive, hairline),
    ground: divergingTable(weak(negative), paper, weak(positive), hairline),
    classGrounds: classes.map((end) => sequentialTable(paper, weak(end), hairline)),
    sequential: sequentialTable(paper, accent, hairline),
    sequentialGround: sequentialTable(paper, weak(accent), hairline),
    gray: sequentialTable(paper, ink, hairline),
  };
}

/** The theme at the first call, and the newest one after a change. */
let first: Theme | null = null;
let changed = $state.raw<Theme | null>(null);

function watchTheme(): void {
  const reread = () => (changed = readTheme(document.body));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', reread);
  matchMedia('(forced-colors: active)').addEventListener('change', reread);
  new MutationObserver(reread).observe(document.documentElement, {
    attributeFilter: ['class', 'data-theme', 'style', 'lang', 'data-presenting'],
  });
}

/** The theme now in force; reactive. Call it while drawing, in the browser only. */
export function theme(): Theme {
  const scope = scopeHere();
  if (scope) return scope.theme;
  if (first === null) {
    first = readTheme(document.body);
    watchTheme();
  }
  return changed ?? first;
}
