/**
 * Tests of pages and courses that use labs, with Playwright:
 *
 *     import { expect, test } from 'nablab/testing';
 *     test('the circle is learned', async ({ lab }) => {
 *       await lab.open({ version: 1, data: { kind: 'circle' } });
 *       await expect(lab).toReachAccuracy(0.95);
 *     });
 */
import { expect as base, test as plain } from '@playwright/test';
import type { Metrics } from '../../wasm-bindings/types';
import { LabUnderTest } from './labUnderTest';

export { LabUnderTest, type Shown } from './labUnderTest';

/** So often one looks on the way. */
const looks = 40;
/** Steps after which one waits no longer for a run to become good enough. */
const patience = 2000;

/** Playwright's `test` with the fixture `lab`. */
export const test = plain.extend<{ lab: LabUnderTest }>({
  lab: async ({ page }, use) => use(new LabUnderTest(page)),
});

export interface Reach {
  /** Where the accuracy is measured; by default the validation part, or where that is empty the training part. */
  part?: keyof Metrics;
  /** At most so many steps from here; 2000 unless told. */
  steps?: number;
}

interface Verdict {
  name: string;
  pass: boolean;
  message: () => string;
}

/** Trains on until the accuracy is reached, the run ends or the steps are over. */
async function toReachAccuracy(
  lab: LabUnderTest,
  wanted: number,
  { part, steps = patience }: Reach = {},
): Promise<Verdict> {
  const look = async () => {
    const { step, metrics, stopped, diverged } = await lab.frame();
    const accuracy = (part ? metrics[part] : (metrics.validation ?? metrics.training))?.accuracy ?? NaN;
    return { step, accuracy, ended: stopped !== null || diverged !== null };
  };
  let now = await look();
  const last = now.step + steps;
  while (!(now.accuracy >= wanted) && !now.ended && now.step < last) {
    await lab.train({ steps: Math.min(Math.ceil(steps / looks), last - now.step) });
    now = await look();
  }
  const pass = now.accuracy >= wanted;
  const message = () =>
    `the accuracy is ${now.accuracy} at step ${now.step}; expected ${pass ? 'less than' : 'at least'} ${wanted}`;
  return { name: 'toReachAccuracy', pass, message };
}

/** The doctor has found this, by a rule of the catalog, and it still holds. */
async function toHaveFinding(lab: LabUnderTest, rule: string): Promise<Verdict> {
  const found = (await lab.diagnose())?.findings.filter(({ until }) => until < 0).map((each) => each.rule) ?? [];
  const message = () => `the doctor finds ${found.join(', ') || 'nothing'}; expected ${rule}`;
  return { name: 'toHaveFinding', pass: found.includes(rule), message };
}

/** The run has these bits. */
async function toMatchHash(lab: LabUnderTest, wanted: string): Promise<Verdict> {
  const [hash, { step }] = [await lab.hash(), await lab.frame()];
  return {
    name: 'toMatchHash',
    pass: hash === wanted,
    message: () => `the hash at step ${step} is ${hash}; expected ${wanted}`,
  };
}

/** Playwright's `expect`, which knows labs, too. */
export const expect = base.extend({ toReachAccuracy, toHaveFinding, toMatchHash });
