/** What the pictures compute before they draw: places, thinning, choice of links, ticks, and the words they say. */
import { describe, expect, test } from 'vitest';
import type { LayerInfo, TensorInfo } from '../../wasm-bindings/types';
import { divergingTable, tableIndex, tableSize, type Rgb } from '../../web/pictures/colors';
import { spread } from '../../web/pictures/chartDrawing';
import { countWrong, predictedClass } from '../../web/pictures/decision';
import { drawnLinks, drawnLinksLimit, linkAt, linkCount, strongest } from '../../web/pictures/links';
import { unitName } from '../../web/pictures/networkColumns';
import { networkLayout, type Box } from '../../web/pictures/networkLayout';
import { shortNumber, tickLabel } from '../../web/pictures/number';
import { fromPixel, linearTicks, logTicks, niceCeiling, niceFloor, toPixel } from '../../web/pictures/scale';
import { nearestIndex, thinned } from '../../web/pictures/series';
import { unitOffset } from '../../web/pictures/unit';
import { pictures as english } from '../../web/words/pictures.en';
import { pictures as chinese } from '../../web/words/pictures.zh';
import type { Scene } from '../../web/worker/protocol';

type Shape = [height: number, width: number, channels: number];

interface Wanted {
  inputs: number;
  /** A number is a dense layer of that many units, a shape a convolution with that output; a pool halves an image. */
  layers: (number | Shape | 'activation' | 'dropout' | 'pool' | 'flatten' | { from: number })[];
  classes?: number;
  imageShape?: number[];
}

type WantedLayer = Wanted['layers'][number];

function weightsOf(layer: WantedLayer, units: number, [, , channels]: Shape): number[] | null {
  if (typeof layer === 'number') return [units, layer];
  return Array.isArray(layer) ? [3, 3, channels, layer[2]] : null;
}

function kindOf(layer: WantedLayer): string {
  if (typeof layer === 'string') return layer;
  if (typeof layer === 'number') return 'dense';
  return Array.isArray(layer) ? 'convolution' : 'sum';
}

/** A scene with these layers and no rows. */
function sceneOf({ inputs, layers, classes = 2, imageShape = [] }: Wanted): Scene {
  const infos: LayerInfo[] = [];
  const tensors: TensorInfo[] = [];
  let shape: Shape = imageShape.length === 2 ? [imageShape[0], imageShape[1], 1] : [1, 1, inputs];
  let [units, offset, unitOffset] = [inputs, 0, inputs];
  layers.forEach((layer, index) => {
    const weightShape = weightsOf(layer, units, shape);
    if (Array.isArray(layer)) shape = layer;
    else if (typeof layer === 'number') shape = [1, 1, layer];
    else if (layer === 'flatten') shape = [1, 1, units];
    else if (layer === 'pool') shape = [shape[0] / 2, shape[1] / 2, shape[2]];
    const [outputs, channels] = [shape[0] * shape[1] * shape[2], shape[2]];
    if (weightShape) {
      const length = weightShape.reduce((product, extent) => product * extent, 1);
      tensors.push({ layer: index, name: 'weight', offset, length, shape: weightShape });
      tensors.push({ layer: index, name: 'bias', offset: offset + length, length: channels, shape: [channels] });
      offset += length + channels;
    }
    infos.push({ index, kind: kindOf(layer), inputs: units, outputs, shape, parameters: 0, unitOffset, bytes: 0 });
    [units, unitOffset] = [outputs, unitOffset + outputs];
  });
  const names = Array.from({ length: inputs }, (_, i) => `x${i + 1}`);
  const choices = layers.map((layer) => (typeof layer === 'object' && 'from' in layer ? layer : {}));
  const data = {
    rows: 0,
    inputs,
    outputs: units,
    classes,
    picture: imageShape.length > 0 ? 'images' : 'plane',
    imageShape,
    inputNames: names,
    features: names,
    classNames: Array.from({ length: classes }, (_, i) => `class ${i}`),
    x: new Float32Array(),
    raw: new Float32Array(),
    y: new Float32Array(),
    part: new Uint8Array(),
    domain: names.map(() => ({ low: -1, high: 1 })),
  };
  return {
    run: 1,
    experiment: { loss: { kind: 'any' }, layers: choices },
    layers: infos,
    tensors,
    data,
  } as unknown as Scene;
}

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('layout of the network', () => {
  const shapes: Wanted[] = [
    { inputs: 2, layers: [4, 'activation', 2, 'activation', 1] },
    { inputs: 1, layers: [1] },
    { inputs: 4, layers: [8, 'activation', 'dropout', 3], classes: 3 },
    { inputs: 64, layers: [32, 'activation', 10], classes: 10, imageShape: [8, 8] },
    { inputs: 784, layers: [512, 'activation', 10], classes: 10, imageShape: [28, 28] },
    { inputs: 64, layers: [[8, 8, 8], 'activation', 'pool', 'flatten', 10], classes: 10, imageShape: [8, 8] },
    { inputs: 2, layers: [8, 'activation', 8, { from: 1 }, 1] },
    { inputs: 2, layers: [...Array.from({ length: 63 }, () => 64), 1] },
    { inputs: 2, layers: [...Array.from({ length: 8 }, () => [64, 'activation'] as const).flat(), 1] },
  ];
  const sizes = [
    [744, 340],
    [358, 230],
    [300, 180],
  ];

  test('every unit has a place of its own inside the picture, at every size', () => {
    for (const shape of shapes)
      for (const [width, height] of sizes) {
        const { columns } = networkLayout(sceneOf(shape), width, height);
        const boxes = columns.flatMap((column) => column.boxes);
        const isInside = ({ x, y, width: w, height: h }: Box) => x >= 0 && y >= 0 && x + w <= width && y + h <= height;
        expect(boxes.filter((box) => !isInside(box))).toEqual([]);
        expect(boxes.filter((a, i) => boxes.some((b, k) => k > i && overlap(a, b)))).toEqual([]);
      }
  });

  test('the middles of columns do not move when only the height changes', () => {
    for (const shape of shapes.slice(0, 4)) {
      const middles = [140, 200, 340, 600].map((height) =>
        networkLayout(sceneOf(shape), 366, height).columns.map((column) => column.x + column.width / 2),
      );
      for (const places of middles)
        places.forEach((place, i) => expect(Math.abs(place - middles[0][i])).toBeLessThanOrEqual(1));
    }
  });

  test('a dense layer and the activation behind it are one column, which shows the activation', () => {
    const { columns } = networkLayout(sceneOf({ inputs: 2, layers: [4, 'activation', 'dropout', 1] }), 700, 300);
    expect(columns.map((column) => column.kind)).toEqual(['inputs', 'hidden', 'sieve', 'output']);
    expect(columns[1].layerIndices).toEqual([0, 1]);
    expect(columns[1].layer).toBe(1);
  });

  test('units are named by their place, and found in the order of the core', () => {
    const scene = sceneOf({ inputs: 2, layers: [4, 'activation', 3], classes: 3 });
    const { columns } = networkLayout(scene, 700, 300);
    expect(unitName(scene, columns, { layer: -1, unit: 1 })).toBe('x2');
    expect(unitName(scene, columns, { layer: 1, unit: 2 })).toBe('h1·3');
    expect(unitName(scene, columns, { layer: 2, unit: 0 })).toBe('class 0');
    expect(unitOffset(scene, { layer: 1, unit: 2 })).toBe(2 + 4 + 2);
  });
});

describe('images within the network', () => {
  const convolution: Wanted = {
    inputs: 784,
    layers: [[28, 28, 8], 'activation', 'pool', 'flatten', 10],
    classes: 10,
    imageShape: [28, 28],
  };

  test('are one tile each, and what only reshapes them stands in their column', () => {
    const scene = sceneOf(convolution);
    const { columns } = networkLayout(scene, 700, 300);
    expect(columns.map(({ tiles, maps }) => [tiles, maps?.height ?? 0])).toEqual([
      [1, 28],
      [8, 28],
      [8, 14],
      [10, 0],
    ]);
    expect(columns.map(({ layerIndices }) => layerIndices)).toEqual([[], [0, 1], [2, 3], [4]]);
    expect(unitName(scene, columns, { layer: 1, unit: 7 })).toBe('h1·8');
  });

  test('are linked by bundles that tell of all weights of the network', () => {
    const layout = networkLayout(sceneOf(convolution), 700, 300);
    const links = drawnLinks(layout, new Float32Array(20_000).fill(0.5));
    expect(links.every(({ value }) => value === null)).toBe(true);
    expect(links.reduce((sum, { weights }) => sum + weights, 0)).toBe(3 * 3 * 8 + 14 * 14 * 8 * 10);
    // Pooling passes each image on by itself.
    expect(links.filter(({ weights }) => weights === 0).map(({ from, to }) => [from.unit, to.unit])).toEqual(
      Array.from({ length: 8 }, (_, i) => [i, i]),
    );
  });

  test('columns of tiles too small to point at share one button', () => {
    const wide = networkLayout(sceneOf({ inputs: 784, layers: [512, 10], imageShape: [28, 28] }), 400, 200);
    expect(wide.columns.map(({ crowded }) => crowded)).toEqual([false, true, false]);
  });
});

test('the output of an earlier layer that is added later has an arc between the two columns', () => {
  const { columns, shortcuts } = networkLayout(
    sceneOf({ inputs: 4, layers: [4, 'activation', 4, { from: 1 }, 1] }),
    700,
    300,
  );
  expect(shortcuts).toEqual([{ from: columns[1], to: columns[2] }]);
});

describe('links', () => {
  test('of too many links exactly the strongest stay', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => (i % 2 ? -1 : 1) * ((i * 7919) % 1000));
    const chosen = strongest(values, 0, 1000, 100).map((i) => Math.abs(values[i]));
    expect(chosen).toHaveLength(100);
    expect(Math.min(...chosen)).toBeGreaterThanOrEqual(895);
  });

  test('equal or missing weights are cut at the limit too', () => {
    expect(strongest(new Float64Array(1000), 0, 1000, 100)).toHaveLength(100);
    expect(strongest(new Float64Array(1000).fill(NaN), 0, 1000, 100)).toHaveLength(100);
  });

  test('a small gap is drawn whole beside a large one', () => {
    const scene = sceneOf({ inputs: 2, layers: [64, 'activation', 64, 'activation', 1] });
    const layout = networkLayout(scene, 700, 300);
    const links = drawnLinks(layout, new Float64Array(10_000).fill(1));
    expect(linkCount(layout)).toBe(2 * 64 + 64 * 64 + 64);
    expect(links.length).toBeLessThanOrEqual(drawnLinksLimit);
    expect(links.filter((link) => link.to.layer === 4)).toHaveLength(64);
  });

  test('a unit in focus shows all its links, strong or not', () => {
    const layout = networkLayout(sceneOf({ inputs: 2, layers: [64, 'activation', 64, 'activation', 1] }), 700, 300);
    const parameters = Float64Array.from({ length: 10_000 }, (_, i) => 1 / (i + 1));
    const focus = { layer: 3, unit: 63 };
    const own = drawnLinks(layout, parameters, focus).filter((link) => link.to.layer === 3 && link.to.unit === 63);
    expect(own).toHaveLength(64);
    expect(new Set(own.map((link) => link.from.unit)).size).toBe(64);
  });

  test('the pointer finds the link under it and none beside it', () => {
    const scene = sceneOf({ inputs: 1, layers: [1] });
    const links = drawnLinks(networkLayout(scene, 300, 200), [0.5, 0]);
    const { x0, x1, y0 } = links[0];
    expect(linkAt(links, (x0 + x1) / 2, y0 + 3)?.value).toBe(0.5);
    expect(linkAt(links, (x0 + x1) / 2, y0 + 30)).toBeNull();
  });
});

describe('curves', () => {
  test('thinning keeps the peak of a single step of a long run', () => {
    const steps = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const values = new Float64Array(100_000).fill(1);
    values[54_321] = 9;
    const corners = thinned(
      steps,
      values,
      (step) => step / 500,
      (value) => value,
    );
    expect(corners.length).toBeLessThanOrEqual(4 * 201);
    expect(Math.max(...corners.map(([, y]) => y))).toBe(9);
  });

  test('thinning leaves out what is not a number', () => {
    const corners = thinned(
      [0, 1, 2],
      [NaN, 2, Infinity],
      (step) => step,
      (value) => value,
    );
    expect(corners).toEqual([[1, 2]]);
  });

  test('the nearest recorded step is found, also before the first and after the last', () => {
    const steps = [0, 10, 20, 40];
    expect([-5, 4, 6, 29, 31, 99].map((step) => nearestIndex(steps, step))).toEqual([0, 0, 1, 2, 3, 3]);
    expect(nearestIndex([], 3)).toBe(-1);
  });

  test('labels at the ends of lines are pushed apart in their order', () => {
    const places = spread([50, 51, 10], 14, 0, 100);
    expect(places[1] - places[0]).toBeGreaterThanOrEqual(14);
    expect(places[2]).toBe(10);
    expect(Math.max(...spread([99, 99, 99], 14, 0, 100))).toBeLessThanOrEqual(100);
  });
});

describe('scales', () => {
  test('round numbers enclose a value', () => {
    expect([0.03, 1, 1.2, 7, 2000].map((value) => niceCeiling(value))).toEqual([0.05, 1, 2, 10, 2000]);
    expect([0.3, 0.07, 0.1].map((value) => niceFloor(value))).toEqual([0.2, 0.05, 0.1]);
  });

  test('ticks lie within their range', () => {
    expect(linearTicks(-1.2, 1.2, 5).values).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(logTicks(0.001, 1000, 10)).toHaveLength(7);
    expect(logTicks(0.02, 0.5, 6)).toEqual([0.02, 0.05, 0.1, 0.2, 0.5]);
  });

  test('a pixel leads back to its value on both kinds of axes', () => {
    for (const logarithmic of [true, false]) {
      const axis = { low: 0.01, high: 10, logarithmic, from: 20, to: 300 };
      expect(fromPixel(axis, toPixel(axis, 0.5))).toBeCloseTo(0.5, 12);
    }
  });

  test('the diverging scale is paper in its middle and marks what is not a number', () => {
    const paper: Rgb = [250, 250, 250];
    const table = divergingTable([200, 90, 0], paper, [0, 90, 200], [1, 2, 3]);
    expect(table[tableIndex(0, -1, 1)] & 255).toBeGreaterThan(240);
    expect(tableIndex(-9, -1, 1)).toBe(0);
    expect(tableIndex(9, -1, 1)).toBe(tableSize - 1);
    expect(table[tableIndex(NaN, -1, 1)] & 255).toBe(1);
  });
});

describe('numbers', () => {
  test('are short, with a true minus sign', () => {
    expect([0, 0.03124, -1.254, 4210.4, 1.2e-6, 3e8, NaN, -Infinity].map(shortNumber)).toEqual([
      '0',
      '0.0312',
      '−1.25',
      '4210',
      '1.2·10⁻⁶',
      '3.0·10⁸',
      '—',
      '−∞',
    ]);
  });

  test('never round up to another power of ten beside a smaller exponent', () => {
    expect(shortNumber(9.99e-4)).toBe('1.0·10⁻³');
    expect(shortNumber(0.99999)).toBe('1.00');
  });

  test('on ticks have as many digits as their distance needs', () => {
    expect(tickLabel(0.04, 0.02)).toBe('0.04');
    expect(tickLabel(-1, 0.5)).toBe('−1.0');
    expect(tickLabel(1e-5, 1e-5)).toBe('10⁻⁵');
  });
});

describe('decisions', () => {
  test('one output decides at the middle of its range, several by the largest', () => {
    const single = sceneOf({ inputs: 2, layers: [1] });
    expect([0.4, 0.6].map((value) => predictedClass(single, Float32Array.of(value), 0))).toEqual([0, 1]);
    single.experiment.loss.targets = 'plusMinusOne';
    expect(predictedClass(single, Float32Array.of(0.4), 0)).toBe(1);
    const several = sceneOf({ inputs: 2, layers: [3], classes: 3 });
    expect(predictedClass(several, Float32Array.of(0.1, 0.2, 0.7), 0)).toBe(2);
    expect(predictedClass(several, Float32Array.of(NaN, 0, 1), 0)).toBe(-1);
  });

  test('wrong rows are counted by part', () => {
    const scene = sceneOf({ inputs: 1, layers: [1] });
    Object.assign(scene.data, { rows: 3, y: Float32Array.of(0, 1, 1), part: Uint8Array.of(0, 0, 2) });
    expect(countWrong(scene, Float32Array.of(0.9, 0.9, 0.1))).toEqual([1, 0, 1]);
  });
});

describe('words', () => {
  test('use the same parameters in both languages', () => {
    const parameters = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    expect(Object.keys(chinese)).toEqual(Object.keys(english));
    for (const key of Object.keys(english) as (keyof typeof english)[]) {
      expect([key, parameters(chinese[key])]).toEqual([key, parameters(english[key])]);
    }
  });
});
