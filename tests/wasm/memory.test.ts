/** R26: what the largest experiment that is allowed takes of the engine's memory, printed and held below 256 MB. */
import { expect, test } from 'vitest';
import { engineWithMemory } from './engineMemory';
import { refusalOf } from './refusal';

/** As much as the table of limits allows of everything that lasts as long as a run. */
const wide = (limits: Record<string, number>, optimizer: object) => {
  const { dataNumbers = NaN, externalRows = NaN } = limits;
  return {
    version: 1,
    data: { kind: 'external', inputs: dataNumbers / externalRows, outputs: 1, task: 'regression' },
    layers: [512, 512, 512, 512, 256, 1].map((units) => ({ kind: 'dense', units })),
    loss: { kind: 'meanSquaredError' },
    optimizer,
    regularizers: [],
  };
};

test('R26: the largest experiments take at most 256 MB', async () => {
  const { engine, megabytes } = await engineWithMemory();
  const { limits } = engine.catalog();
  const empty = megabytes();
  const session = engine.createSession();
  const rows = limits.externalRows;
  session.provideRows(rows, new Float64Array(limits.dataNumbers).fill(0.5), new Float64Array(rows));
  const data = megabytes();

  const experiment = wide(limits, { kind: 'adam' });
  const most = refusalOf(() => engine.canonical({ ...experiment, batchSize: 5000 })).refusal.allowed;
  const batchSize = Number(/up to (\d+) samples/.exec(most)?.[1]);
  session.configure({ ...experiment, batchSize });
  session.step(1);
  const trained = megabytes();
  session.delete();
  console.log(`memory in MB: empty ${empty}, with data ${data}, trained with batches of ${batchSize}: ${trained}`);
  expect(batchSize).toBeGreaterThan(1000);
  expect(trained).toBeLessThanOrEqual(256);
});
