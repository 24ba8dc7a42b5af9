import type { Page } from '@playwright/test';
import type { NablabBench } from '../../bench/browser';
import entries from '../sameBits/experiments.json' with { type: 'json' };
import hashes from '../sameBits/hashes.json' with { type: 'json' };
import { expect, test } from './fixtures/test';

test.use({ site: 'bench' });

/** Trains in the page with the build that the loader chooses there. */
async function train(page: Page, entry: (typeof entries)[number]) {
  return page.evaluate(async (given) => {
    const { loadEngine, hashAfter } = (globalThis as unknown as { nablab: NablabBench }).nablab;
    const engine = await loadEngine();
    return { simd: engine.simd, hash: await hashAfter(engine, given, 'float32') };
  }, entry);
}

async function open(page: Page): Promise<void> {
  await page.goto('');
  await page.waitForFunction(() => 'nablab' in globalThis);
}

test('row 59: Chromium trains every experiment to the same bits as every other build', async ({ page }) => {
  await open(page);
  for (const entry of entries) {
    const hash = (hashes.float32 as Record<string, string>)[entry.experiment.title];
    expect.soft(await train(page, entry), entry.experiment.title).toEqual({ simd: true, hash });
  }
});

test('a browser without WebAssembly vectors gets the scalar build, and the same bits', async ({ page }) => {
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await open(page);
  const [entry] = entries;
  const hash = (hashes.float32 as Record<string, string>)[entry.experiment.title];
  expect(await train(page, entry)).toEqual({ simd: false, hash });
});
