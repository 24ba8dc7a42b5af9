import { beforeAll, describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Engine } from '../../wasm-bindings/types';
import entries from '../sameBits/experiments.json';
import hashes from '../sameBits/hashes.json';
import { hashAfter } from '../sameBits/train';

describe.each(['simd', 'scalar'] as const)('the %s build in Node', (build) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadEngine({ build });
  });

  describe.each(['float32', 'float64'] as const)('in %s', (precision) => {
    test.each(entries.map((entry) => [entry.experiment.title, entry] as const))(
      'row 59: trains "%s" to the same bits as every other build',
      async (title, entry) => {
        expect(await hashAfter(engine, entry, precision)).toBe((hashes[precision] as Record<string, string>)[title]);
      },
    );
  });
});

test('every kind that a run can have takes part', async () => {
  const { families } = (await loadEngine()).catalog();
  const text = JSON.stringify(entries);
  // XOR is the data set of experiments that name none; the others need a file or rows of the host's.
  const without = ['datasets.xor', 'datasets.csv', 'datasets.idx', 'datasets.external', 'clippings.none'];
  // Functions of a run change no bit of it.
  const idle = ['metrics', 'tools', 'instruments', 'rules', 'baselines'];
  const missing = Object.entries(families)
    .filter(([family]) => !idle.includes(family))
    .flatMap(([family, kinds]) => kinds.map(({ kind }) => ({ name: `${family}.${kind}`, kind })))
    .filter(({ name, kind }) => !without.includes(name) && !text.includes(`"kind":"${kind}"`));
  expect(missing).toEqual([]);
});
