import type { Page } from '@playwright/test';
import type { NablabBench } from '../../bench/browser';
import entries from '../sameBits/experiments.json' with { type: 'json' };
import hashes from '../sameBits/hashes.json' with { type: 'json' };
import { expect, test } from './fixtures/test';

test.use({ site: 'bench' });

/** Trains in the page with the build that the loader chooses there. */
async function train(page: Page, entry: (typeof entries)[number]) {
  await page.goto('');
  await page.waitForFunction(() => 'nablab' in globalThis);
  return page.evaluate(async (given) => {
    const { loadEngine, hashAfter } = (globalThis as unknown as { nablab: NablabBench }).nablab;
    const engine = await loadEngine();
    return { simd: engine.simd, hash: await hashAfter(engine, given, 'float32') };
  }, entry);
}

for (const entry of entries) {
  const { title } = entry.experiment;
  const hash = (hashes.float32 as Record<string, string>)[title];

  test(`Chromium trains "${title}" to the same bits as every other build`, async ({ page }) => {
    expect(await train(page, entry)).toEqual({ simd: true, hash });
  });
}

test('a browser without WebAssembly vectors gets the scalar build, and the same bits', async ({ page }) => {
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  const [entry] = entries;
  const hash = (hashes.float32 as Record<string, string>)[entry.experiment.title];
  expect(await train(page, entry)).toEqual({ simd: false, hash });
});
