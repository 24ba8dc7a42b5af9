/** What the network's picture looks up before it draws: parameters of a unit, marks, planes, the model summary. */
import { describe, expect, test } from 'vitest';
import type { Scene } from '../../web/worker/protocol';
import { shapeText, summaryOf } from '../../web/network/summary';
import { edgeLimit } from '../../web/pictures/edges';
import { nextParameter, ownParameters } from '../../web/pictures/linkWalk';
import type { NetworkColumn } from '../../web/pictures/networkColumns';
import type { NetworkLayout } from '../../web/pictures/networkLayout';
import { isPrincipal, mapPlane } from '../../web/pictures/plane';
import { isDead, isDropped } from '../../web/pictures/unitMarks';
import type { Frame } from '../../web/worker/protocol';

const plain = { maps: null, number: 1, shortcuts: [] };
const inputs: NetworkColumn = {
  ...plain,
  kind: 'inputs',
  layerIndices: [],
  layer: -1,
  units: 2,
  tiles: 2,
  weight: null,
  bias: null,
};
const hidden: NetworkColumn = {
  ...plain,
  kind: 'hidden',
  layerIndices: [0, 1],
  layer: 1,
  units: 3,
  tiles: 3,
  weight: { layer: 0, name: 'weight', offset: 10, length: 6, shape: [2, 3] },
  bias: { layer: 0, name: 'bias', offset: 16, length: 3, shape: [3] },
};
const sieve: NetworkColumn = { ...inputs, kind: 'sieve', layerIndices: [2], layer: 2, units: 3, tiles: 1 };

describe('what a unit learns', () => {
  const own = ownParameters(inputs, hidden, 1);

  test('is its bias, then the weights from each unit before it', () => {
    expect(own.map(({ index }) => index)).toEqual([17, 11, 14]);
    expect(own.map(({ from }) => from?.unit ?? null)).toEqual([null, 0, 1]);
  });

  test('is walked from end to end, and no further', () => {
    expect(nextParameter(own, null, 1)?.index).toBe(17);
    expect(nextParameter(own, own[0] ?? null, 1)?.index).toBe(11);
    expect(nextParameter(own, own[2] ?? null, 1)?.index).toBe(14);
    expect(nextParameter(own, null, -1)?.index).toBe(14);
    expect(nextParameter([], null, 1)).toBeNull();
  });

  test('of a convolution is the bias alone: a filter is no single number', () => {
    const maps = { height: 4, width: 4, channels: 3 };
    const weight = { layer: 0, name: 'weight', offset: 0, length: 54, shape: [3, 3, 2, 3] };
    expect(ownParameters(inputs, { ...hidden, maps, weight }, 2).map(({ index }) => index)).toEqual([18]);
  });
});

test('the scale of gradients ends at a round number that no weight’s gradient exceeds', () => {
  const layout = { columns: [inputs, hidden] } as unknown as NetworkLayout;
  const values = new Float64Array(19).fill(100);
  values.set([0.001, -0.03, 0.002, 0, 0, NaN], 10);
  expect(edgeLimit(layout, values, 'gradients')).toBeCloseTo(0.05);
  expect(edgeLimit(layout, values, 'weights')).toBe(1);
});

describe('marks of units', () => {
  const scene = { layers: [{ unitOffset: 2 }, { unitOffset: 5 }, { unitOffset: 8 }] } as unknown as Scene;
  const frame = { marks: { dead: new Uint8Array(11), dropped: new Uint8Array(11) } } as unknown as Frame;
  frame.marks?.dead.set([1], 6);
  frame.marks?.dropped.set([1], 8);

  test('a tile is dead if one of its column’s layers is', () => {
    expect([0, 1, 2].map((tile) => isDead(scene, frame, hidden, tile))).toEqual([false, true, false]);
    expect(isDead(scene, { ...frame, marks: null }, hidden, 1)).toBe(false);
  });

  test('a tile is dropped if the sieve right behind it has silenced it', () => {
    expect([0, 1, 2].map((tile) => isDropped(scene, frame, hidden, sieve, tile))).toEqual([true, false, false]);
    expect(isDropped(scene, frame, hidden, undefined, 0)).toBe(false);
  });
});

test('on the principal plane rows stand where the core has dropped them', () => {
  const domain = [
    { low: -3, high: 3 },
    { low: -1, high: 1 },
  ];
  const plane = { places: Float32Array.of(1, 2, 3, 4), first: [], second: [], domain, share: [0.75, 0.2] };
  const data = { inputs: 3, domain: [], inputNames: ['a', 'b', 'c'], x: new Float32Array(6), classes: 2 };
  const scene = { data, plane } as unknown as Scene;
  const map = mapPlane(scene, { inputX: -1, inputY: -1 } as Frame);
  expect(map.placeOf(1)).toEqual([3, 4]);
  expect([map.x, map.y]).toEqual(domain);
  expect(map.xName).toBe('PC 1 (75.0 %)');
  expect(isPrincipal(-1, 0)).toBe(false);
});

describe('the model summary', () => {
  const layer = { inputs: 0, outputs: 0, unitOffset: 0 };
  const scene = {
    layers: [
      { ...layer, index: 0, kind: 'conv2d', shape: [8, 8, 4], parameters: 40, bytes: 1184 },
      { ...layer, index: 1, kind: 'dense', shape: [1, 1, 10], parameters: 2570, bytes: 10320 },
    ],
  } as unknown as Scene;

  test('has a row for each layer and adds up what is trained', () => {
    const summary = summaryOf(scene, [{ kind: 'conv2d', trainable: false }, { kind: 'dense' }]);
    expect(summary.rows.map(({ shape, trainable }) => [shape, trainable])).toEqual([
      ['8×8×4', false],
      ['10', true],
    ]);
    expect([summary.parameters, summary.trainable, summary.bytes]).toEqual([2610, 2570, 11504]);
    expect(shapeText([1, 1, 3])).toBe('3');
  });
});
