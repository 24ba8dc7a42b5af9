/**
 * `npm run screenshot`: pictures of the real page for the documents, written to `docs/`; names after `--` choose among
 * them. The page has then trained the default experiment for some seconds.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openPage } from '../bench/chromium.mjs';
import { build } from './build.mjs';
import { main, root, StepError } from './process.mjs';
import { setUp } from './setup.mjs';

const wide = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
const pictures = {
  light: { viewport: wide, colorScheme: 'light', locale: 'en-US' },
  dark: { viewport: wide, colorScheme: 'dark', locale: 'en-US' },
  phone: { viewport: phone, colorScheme: 'light', locale: 'en-US', deviceScaleFactor: 2, hasTouch: true },
  chinese: { viewport: wide, colorScheme: 'light', locale: 'zh-CN' },
};
const trainingMilliseconds = 12_000;

async function take(name, options) {
  const { page, close } = await openPage('build/page', { ...options, reducedMotion: 'no-preference' });
  await setTimeout(trainingMilliseconds);
  const file = join('docs', `${name}.png`);
  await page.screenshot({ path: join(root, file), animations: 'disabled', caret: 'hide' });
  await close();
  console.log(file);
}

await main(async () => {
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(pictures);
  const unknown = chosen.find((name) => !Object.hasOwn(pictures, name));
  if (unknown) throw new StepError(`${unknown} is no picture; there are ${Object.keys(pictures).join(', ')}`);
  await setUp({ tests: true });
  await build('engine', 'page');
  mkdirSync(join(root, 'docs'), { recursive: true });
  for (const name of chosen) await take(name, pictures[name]);
});
