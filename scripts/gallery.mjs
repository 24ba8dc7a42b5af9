/**
 * `npm run gallery`: pictures of every room in both languages, light and dark, on a desktop, a tablet and a phone,
 * written to `docs/gallery/` as small WebP files. Names of rooms after `--` choose among them.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPage } from '../bench/chromium.mjs';
import { build } from './build.mjs';
import { main, root, StepError } from './process.mjs';
import { setUp } from './setup.mjs';

const devices = {
  desktop: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 1024, height: 768 }, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};
const languages = { en: 'en-US', zh: 'zh-CN' };
const colors = ['light', 'dark'];
/** Milliseconds of training, and of rest after a room was entered. */
const [training, rest] = [2500, 1200];
const quality = 0.6;

/** What is done in a room before its picture is taken; a room of the navigation that is not here is only entered. */
const preparations = {
  race: async (page) => {
    await page.getByRole('tab', { name: /Optimizers race|优化器竞赛/ }).click();
    await page.locator('.race .transport .main').click();
  },
  presentation: (page) => page.keyboard.press('p'),
};
/** Pictures that are taken within a room of the navigation. */
const placeOf = { race: 'compare', presentation: 'lab' };

/** The browser itself turns a PNG into WebP. */
async function webp(page, png) {
  const address = await page.evaluate(
    async ({ data, wanted }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      canvas.getContext('2d').drawImage(image, 0, 0);
      return canvas.toDataURL('image/webp', wanted);
    },
    { data: png.toString('base64'), wanted: quality },
  );
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}

async function take(room, device, language, color) {
  const { page, address, close } = await openPage('build/page', {
    ...devices[device],
    visit: false,
    locale: languages[language],
    colorScheme: color,
    reducedMotion: 'no-preference',
  });
  await page.goto(`${address}?room=${placeOf[room] ?? room}`);
  await page.waitForSelector('[data-reading="step"]');
  await page.waitForTimeout(training);
  await preparations[room]?.(page);
  await page.waitForTimeout(rest);
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const file = join('docs', 'gallery', `${room}-${device}-${language}-${color}.webp`);
  const picture = await webp(page, png);
  writeFileSync(join(root, file), picture);
  await close();
  console.log(`${file}  ${(picture.length / 1024).toFixed(0)} KB`);
}

/** The rooms that the page's navigation offers, and what is pictured beside them. */
async function roomsOfPage() {
  const { page, close } = await openPage('build/page', { locale: 'en-US', ...devices.phone });
  await page.waitForSelector('[data-reading="step"]');
  const rooms = await page
    .locator('nav select option')
    .evaluateAll((options) => options.map(({ value, __value }) => value || __value));
  await close();
  return [...rooms, ...Object.keys(preparations)];
}

await main(async () => {
  await setUp({ tests: true });
  await build('engine', 'page');
  const rooms = await roomsOfPage();
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : rooms;
  const unknown = chosen.find((name) => !rooms.includes(name));
  if (unknown) throw new StepError(`${unknown} is no room; there are ${rooms.join(', ')}`);
  mkdirSync(join(root, 'docs', 'gallery'), { recursive: true });
  for (const room of chosen) {
    for (const device of Object.keys(devices)) {
      if (room === 'presentation' && device === 'phone') continue;
      for (const language of Object.keys(languages)) {
        for (const color of colors) await take(room, device, language, color);
      }
    }
  }
});
