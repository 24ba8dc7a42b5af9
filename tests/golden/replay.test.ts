import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Choice, Engine } from '../../wasm-bindings/types';
import { readGoldenCase, translate, type GoldenCase } from './goldenCase';
import { replayCase } from './replayCase';

const folder = fileURLToPath(new URL('training/', import.meta.url));
const read = (file: string): GoldenCase => readGoldenCase(readFileSync(folder + file, 'utf8'));
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

/** Largest deviation by case, as the guide shows it: the same bits everywhere give the same deviations. */
const deviations: Record<string, { kinds: string[]; float32: number; float64: number }> = {};

describe.each(files)('PyTorch agrees with the core on %s', (file) => {
  test.each(['float32', 'float64'] as const)('in %s', async (precision) => {
    const golden = read(file);
    const { lacks, failures, errors } = await replayCase(engine, golden, precision);
    expect(lacks).toEqual([]);
    expect(failures).toEqual([]);
    const { layers, loss, optimizer } = engine.canonical(translate(golden, engine.catalog()).experiment);
    const kinds = [
      ...new Set(
        [...layers, loss, optimizer].map(
          (choice) => ('function' in choice ? (choice.function as Choice) : choice).kind,
        ),
      ),
    ];
    deviations[file.replace('.json', '')] ??= { kinds, float32: 0, float64: 0 };
    deviations[file.replace('.json', '')][precision] = Math.max(...Object.values(errors));
  });
});

test('the deviations are those that the guide shows', async ({ skip }) => {
  if (Object.keys(deviations).length < files.length) skip('only some cases were replayed');
  await expect(`${JSON.stringify(deviations, null, 2)}\n`).toMatchFileSnapshot('../../docs/golden.json');
});

describe('the replay', () => {
  test.each([
    ['optimizer', (golden: GoldenCase) => (golden.optimizer.beta1 = 0.91)],
    ['gradients', (golden: GoldenCase) => ((golden.steps[3].gradients[0].value as number[][])[0][0] *= 1.01)],
    ['parameters', (golden: GoldenCase) => ((golden.steps[9].parameters[1].value as number[])[0] += 1e-4)],
    ['a bias', (golden: GoldenCase) => ((golden.layers[0].bias as number[])[0] += 0.01)],
    ['evaluation', (golden: GoldenCase) => ((golden.evaluation.output as number[][])[0][0] += 1e-3)],
  ])('notices when %s is not what the file says', async (_, change) => {
    const golden = read('optimizer-adam.json');
    change(golden);
    expect((await replayCase(engine, golden, 'float32')).failures).not.toEqual([]);
  });

  test.each([
    ['float32', 14],
    ['float64', 0],
  ] as const)(
    'in %s notices that gradient %i is wrong where its figures are below their tolerance',
    async (precision, index) => {
      const golden = read('deep-sigmoid.json');
      const small = golden.steps[0].gradients[index];
      small.value = (small.value as number[][]).map((row) => row.map((value) => value * 1.01));
      const { failures } = await replayCase(engine, golden, precision);
      expect(failures[0]).toMatch(/^gradients at step 0: weight of layer \d+ is off by .* in norm of/);
    },
  );

  test.each([
    [{ optimizer: { optimizer: 'frob', learning_rate: 0.1 } }, 'optimizer "frob"'],
    [{ optimizer: { optimizer: 'sgd', learning_rate: 0.1, frobnication: 0.01 } }, 'optimizer "sgd" with frobnication'],
    [{ loss: { loss: 'frob' } }, 'loss "frob"'],
    [{ layers: [{ layer: 'frob' }] }, 'layer "frob"'],
    [{ layers: [{ layer: 'activation', function: 'frob' }] }, 'function "frob"'],
    [{ schedule: { schedule: 'frob' } }, 'schedule "frob"'],
    [{ clip: { by: 'frob', limit: 1 } }, 'clip by frob'],
  ])('names what the core lacks: %j', (parts, name) => {
    const golden = { ...read('optimizer-sgd.json'), ...parts } as GoldenCase;
    expect(translate(golden, engine.catalog()).lacks).toEqual([name]);
  });

  test.each([
    ['masks', (golden: GoldenCase) => golden.steps.forEach((step) => delete step.masks)],
    ['state', (golden: GoldenCase) => golden.steps.forEach((step) => delete step.state)],
    ['penalties', (golden: GoldenCase) => (golden.l1 = golden.l2 = null)],
    ['clipping', (golden: GoldenCase) => delete golden.clip],
    ['a name', (golden: GoldenCase) => delete golden.name],
    ['knobs that are null', (golden: GoldenCase) => (golden.loss.class_weights = golden.optimizer.epsilon = null)],
    ['a constant schedule', (golden: GoldenCase) => (golden.schedule = { schedule: 'constant', learning_rate: 0.01 })],
  ])('does without %s', async (_, change) => {
    const golden = read('optimizer-adam.json');
    change(golden);
    expect(await replayCase(engine, golden, 'float64')).toMatchObject({ lacks: [], failures: [] });
  });

  test.each([
    [{ steps: [{}] }, 'not a golden case: steps[0].x is missing'],
    [{ evaluation: { x: [] } }, 'not a golden case: evaluation.output is missing'],
    [{ layers: null }, 'not a golden case: layers is missing'],
  ])('says what a case lacks: %j', (parts, message) => {
    expect(() => readGoldenCase(JSON.stringify({ ...read('optimizer-adam.json'), ...parts }))).toThrow(message);
  });

  test('says that a class does not exist', async () => {
    const golden = read('optimizer-adam.json');
    (golden.steps[0].y as number[])[2] = 3;
    await expect(replayCase(engine, golden, 'float32')).rejects.toThrow(
      'y is 3 for sample 2, expected a class from 0 to 2',
    );
  });

  test('says that the core stops a run that counts as diverged', async () => {
    const golden = read('loss-mse.json');
    golden.optimizer.learning_rate = 1e6;
    await expect(replayCase(engine, golden, 'float32')).rejects.toThrow('the core stops the run at step 1');
  });
});
