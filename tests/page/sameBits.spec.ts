import type { NablabBench } from '../../bench/browser';
import entries from '../sameBits/experiments.json' with { type: 'json' };
import hashes from '../sameBits/hashes.json' with { type: 'json' };
import { expect, test } from './fixtures/test';

test.use({ site: 'bench' });

for (const entry of entries) {
  const { title } = entry.experiment;
  test(`Chromium trains "${title}" to the same bits as every other build`, async ({ page }) => {
    await page.goto('');
    await page.waitForFunction(() => 'nablab' in globalThis);
    const found = await page.evaluate(async (given) => {
      const { loadEngine, hashAfter } = (globalThis as unknown as { nablab: NablabBench }).nablab;
      const engine = await loadEngine();
      return { simd: engine.simd, hash: await hashAfter(engine, given, 'float32') };
    }, entry);
    expect(found).toEqual({ simd: true, hash: (hashes.float32 as Record<string, string>)[title] });
  });
}
