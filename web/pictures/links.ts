/** The links between units: which are drawn, where they run, how wide they are, which one the pointer is on. */
import type { NetworkLayout, PlacedColumn } from './networkLayout';
import type { UnitId } from './unit';

/** A weight on its way from one unit to the next. */
export interface Link {
  from: UnitId;
  to: UnitId;
  /** What the link shows of its weight; null where a unit only passes its value on, or where there are many weights. */
  value: number | null;
  /** Which parameter the weight is; null where `value` is. */
  parameter: number | null;
  /** How many weights the link stands for: 0 where a value is only passed on, more than one from or to an image. */
  weights: number;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** Two neighbouring columns of units and the links between them. */
interface Gap {
  from: PlacedColumn;
  to: PlacedColumn;
  /** Links between them. */
  count: number;
  /** Each tile is an image at one end at least: its links are bundles of weights. */
  bundled: boolean;
}

/** No more than this many links are drawn at once: more would be a grey cloud. */
export const drawnLinksLimit = 320;

function gapsOf(layout: NetworkLayout): Gap[] {
  const columns = layout.columns.filter((column) => column.kind !== 'sieve');
  return columns.slice(1).map((to, i) => {
    const from = columns[i];
    const bundled = from.maps !== null || to.maps !== null;
    const whole = bundled ? from.tiles * to.tiles : (to.weight?.length ?? 0);
    return { from, to, bundled, count: to.weight ? whole : to.tiles };
  });
}

/** Number of links that the network has. */
export function linkCount(layout: NetworkLayout): number {
  return gapsOf(layout).reduce((sum, gap) => sum + gap.count, 0);
}

/** Shares the limit among the gaps: small ones are drawn whole, what they leave goes to the others. */
function budgets(gaps: Gap[]): Map<Gap, number> {
  const shares = new Map<Gap, number>();
  let left = drawnLinksLimit;
  [...gaps]
    .sort((a, b) => a.count - b.count)
    .forEach((gap, i) => {
      const share = Math.min(gap.count, Math.floor(left / (gaps.length - i)));
      shares.set(gap, share);
      left -= share;
    });
  return shares;
}

const bins = 256;

/** Indices of about the `budget` largest of values[offset … offset + length), by size; never more. Linear in time. */
export function strongest(values: ArrayLike<number>, offset: number, length: number, budget: number): number[] {
  if (length <= budget) return Array.from({ length }, (_, i) => i);
  let largest = 0;
  for (let i = 0; i < length; i++) largest = Math.max(largest, Math.abs(values[offset + i]) || 0);
  const binOf = (i: number) => Math.floor(((Math.abs(values[offset + i]) || 0) / (largest || 1)) * (bins - 1));
  const histogram = new Uint32Array(bins);
  for (let i = 0; i < length; i++) histogram[binOf(i)]++;
  let threshold = bins;
  let kept = 0;
  while (threshold > 0 && kept + histogram[threshold - 1] <= budget) kept += histogram[--threshold];
  const chosen: number[] = [];
  let spare = budget - kept;
  for (let i = 0; i < length; i++) {
    const bin = binOf(i);
    if (bin >= threshold) chosen.push(i);
    else if (bin === threshold - 1 && spare-- > 0) chosen.push(i);
  }
  return chosen;
}

function linkBetween(gap: Gap, input: number, output: number, weights: number): Omit<Link, 'value' | 'parameter'> {
  const [a, b] = [gap.from.boxes[input], gap.to.boxes[output]];
  return {
    from: { layer: gap.from.layer, unit: input },
    to: { layer: gap.to.layer, unit: output },
    weights,
    x0: a.x + a.width,
    y0: a.y + a.height / 2,
    x1: b.x,
    y1: b.y + b.height / 2,
  };
}

/** Number of links that are drawn when no unit is in focus. */
export function drawnCount(layout: NetworkLayout): number {
  return [...budgets(gapsOf(layout)).values()].reduce((sum, share) => sum + share, 0);
}

/** Indices of a unit's links within the weights of a gap that it borders on. */
function ownLinks(gap: Gap, unit: UnitId): number[] {
  const { from, to } = gap;
  if (unit.layer === to.layer) return Array.from({ length: from.tiles }, (_, i) => i * to.tiles + unit.unit);
  if (unit.layer === from.layer) return Array.from({ length: to.tiles }, (_, i) => unit.unit * to.tiles + i);
  return [];
}

/** Indices of the links of a gap to draw: of weights the strongest, of bundles the first; and all of the unit in focus. */
function chosenLinks(gap: Gap, values: ArrayLike<number>, budget: number, focus: UnitId | null): Iterable<number> {
  const { weight } = gap.to;
  const chosen =
    weight && !gap.bundled
      ? strongest(values, weight.offset, weight.length, budget)
      : Array.from({ length: budget }, (_, i) => i);
  return focus && budget < gap.count ? new Set([...chosen, ...ownLinks(gap, focus)]) : chosen;
}

/** The links to draw for what stands for each parameter: all, or the strongest of every gap and all of the unit in focus. */
export function drawnLinks(layout: NetworkLayout, values: ArrayLike<number>, focus: UnitId | null = null): Link[] {
  const gaps = gapsOf(layout);
  const shares = budgets(gaps);
  return gaps.flatMap((gap) => {
    const { weight, tiles } = gap.to;
    const budget = shares.get(gap) ?? 0;
    if (!weight) {
      return Array.from({ length: budget }, (_, i) => ({
        ...linkBetween(gap, Math.min(i, gap.from.tiles - 1), i, 0),
        value: null,
        parameter: null,
      }));
    }
    const each = weight.length / gap.count;
    return [...chosenLinks(gap, values, budget, focus)].map((i) => ({
      ...linkBetween(gap, Math.floor(i / tiles), i % tiles, each),
      value: gap.bundled ? null : (values[weight.offset + i] ?? NaN),
      parameter: gap.bundled ? null : weight.offset + i,
    }));
  });
}

/** Width of a link in CSS pixels: grows with the root of the value's share of `limit`, so that small ones still show. */
export function linkWidth(value: number | null, limit = 1): number {
  if (value === null || !Number.isFinite(value)) return 1;
  return Math.min(7, 0.6 + 2 * Math.sqrt(Math.abs(value / limit)));
}

/** How much thinner links are drawn where gaps are narrow or links are many, lest they cover one another. */
export function crowdScale(layout: NetworkLayout, drawn: number): number {
  const crowd = drawn > 250 ? 0.6 : drawn > 100 ? 0.8 : 1;
  return Math.max(0.45, layout.linkScale * crowd);
}

/** Long dashes for positive weights, short ones for negative: the sign is told without colour too. */
export const linkDashes = { positive: [18, 3], negative: [4, 4], neutral: [] };

/** Height of a link's line at x: a smooth step between its ends, as its Bézier curve is drawn. */
function linkHeight(link: Link, x: number): number {
  const t = (x - link.x0) / (link.x1 - link.x0);
  return link.y0 + (link.y1 - link.y0) * t * t * (3 - 2 * t);
}

/** The link nearest to a point, if one is within `reach` pixels. */
export function linkAt(links: readonly Link[], x: number, y: number, reach = 6): Link | null {
  let nearest: Link | null = null;
  let distance = reach;
  for (const link of links) {
    if (x < link.x0 || x > link.x1) continue;
    const away = Math.abs(linkHeight(link, x) - y);
    if (away < distance) [nearest, distance] = [link, away];
  }
  return nearest;
}
