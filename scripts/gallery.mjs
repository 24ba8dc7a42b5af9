/**
 * `npm run gallery`: pictures of every room in both languages, light and dark, on a desktop, a tablet and a phone,
 * written to `docs/gallery/` as small WebP files. Names after `--` choose among them:
 * a room, a device, a language, colours; `race phone` are the races on phones.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { openPage } from '../bench/chromium.mjs';
import { build } from './build.mjs';
import { main, root, StepError } from './process.mjs';
import { setUp } from './setup.mjs';

const folder = 'docs/gallery';
const devices = {
  desktop: { viewport: { width: 1440, height: 900 } },
  tablet: { viewport: { width: 820, height: 1180 }, hasTouch: true },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};
const languages = { en: 'en-US', zh: 'zh-CN' };
const colors = ['light', 'dark'];
/** Milliseconds of training, and of rest after a room was entered. */
const [training, rest] = [2500, 1200];
const quality = 0.5;
/** Pictures that are taken at the same time: most of it is waiting. */
const atOnce = 3;

/** What is done in a room before its picture is taken; a room of the navigation that is not here is only entered. */
const preparations = {
  clinic: async (page) => {
    await page.locator('[data-patient="p19"]').click();
    for (const examination of ['loss', 'output', 'confusion']) {
      await page.locator(`[data-examination="${examination}"]`).click();
      await page.locator(`[data-result="${examination}"]`).waitFor();
    }
  },
  compare: async (page) => {
    await page.locator('.compare select').first().waitFor();
    await page.locator('.compare input[type="number"], .compare input[type="text"]').first().fill('0.1');
    await page.locator('.compare .button.main').click();
    await page.locator('.transport .button.main').first().click();
  },
  race: async (page) => {
    await page.getByRole('tab', { name: /Optimizers race|优化器竞赛/ }).click();
    await page.locator('.race .transport .main').click();
  },
  digits: (page) => page.locator('[data-dataset="digits"]').evaluate((button) => button.click()),
  data: (page) =>
    page
      .locator('.data [aria-haspopup="dialog"]')
      .first()
      .evaluate((button) => button.click()),
  presentation: (page) => page.keyboard.press('p'),
};
/** Pictures that are taken within a room of the navigation. */
const placeOf = { race: 'compare', digits: 'lab', data: 'lab', presentation: 'lab' };

const fileOf = (...names) => `${names.join('-')}.webp`;
/** A room is pictured in every way; what is prepared in one in two, and large letters on large screens only. */
const isTaken = (room, device, language, color) =>
  (room !== 'presentation' || device === 'desktop') &&
  (!(room in placeOf) || room === 'race' || (language === 'en') === (color === 'light'));

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

/**
 * Takes one picture: of a room, or of what is prepared in it; resolves to its size in bytes. Each is a first visit: a page
 * that remembers would not train by itself.
 */
async function take({ browser, address }, [room, device, language, color]) {
  const context = await browser.newContext({
    ...devices[device],
    locale: languages[language],
    colorScheme: color,
    reducedMotion: 'no-preference',
  });
  const page = await context.newPage();
  await page.goto(`${address}?room=${placeOf[room] ?? room}`);
  await page.waitForSelector('[data-reading="step"]');
  await page.waitForTimeout(training);
  await preparations[room]?.(page);
  await page.waitForTimeout(rest);
  const png = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  const picture = await webp(page, png);
  await context.close();
  writeFileSync(join(root, folder, fileOf(room, device, language, color)), picture);
  return picture.length;
}

/** Takes them all, a few at a time; resolves to their size in bytes. */
async function takeAll(wanted) {
  const { page, address, close } = await openPage('build/page', { visit: false });
  const opened = { browser: page.context().browser(), address };
  const left = [...wanted];
  const sizes = [];
  const taker = async () => {
    for (let wish = left.shift(); wish; wish = left.shift()) sizes.push(await take(opened, wish));
  };
  await Promise.all(Array.from({ length: atOnce }, taker));
  await close();
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The pictures of these rooms: on which device, in which language, in which colours. */
const wishes = (rooms) =>
  rooms
    .flatMap((room) => Object.keys(devices).map((device) => [room, device]))
    .flatMap((names) => Object.keys(languages).map((language) => [...names, language]))
    .flatMap((names) => colors.map((color) => [...names, color]))
    .filter((names) => isTaken(...names));

/** The rooms that the page's navigation offers, and what is pictured beside them. */
async function roomsOfPage() {
  const { page, close } = await openPage('build/page', { locale: 'en-US', ...devices.phone });
  await page.waitForSelector('[data-reading="step"]');
  const rooms = await page
    .locator('nav select option')
    .evaluateAll((options) => options.map(({ value, __value }) => value || __value));
  await close();
  return [...rooms, ...Object.keys(placeOf)];
}

/** What is to be seen. */
const titles = {
  lab: 'The lab: data, network, output, curves, microscope, findings and time on one ground.',
  microscope: 'The microscope: one step taken apart, number by number.',
  compare: 'Two runs side by side, on the same axes.',
  clinic: 'The clinic: sick networks to examine, to understand and to heal.',
  doctor: 'The doctor: what is wrong with a run, why, and what would help.',
  runs: 'The runs that this browser keeps.',
  race: 'Optimizers race on the same network and data.',
  digits: 'Images: ten classes of digits.',
  data: "Data of one's own, checked before training.",
  presentation: 'The lab in large letters, before a room full of people.',
};

/** The page that shows all pictures, as Markdown. */
function indexOf(rooms) {
  const image = (names) => `[![${names.join(', ')}](${fileOf(...names)})](${fileOf(...names)})`;
  const table = (room, language) => {
    const taken = wishes([room]).filter((names) => names[2] === language);
    return [
      `| ${taken.map(([, device, , color]) => `${device}, ${color}`).join(' | ')} |`,
      `|${' --- |'.repeat(taken.length)}`,
      `| ${taken.map(image).join(' | ')} |`,
      '',
    ];
  };
  const section = (room) => [
    `## ${room}`,
    '',
    titles[room] ?? '',
    '',
    ...Object.keys(languages).flatMap((language) => table(room, language)),
  ];
  const lines = ['# Gallery', '', 'Every room as `npm run gallery` has taken it from the real page.', ''];
  return `${[...lines, ...rooms.flatMap(section)].join('\n').trimEnd()}\n`;
}

await main(async () => {
  await setUp({ tests: true });
  await build('engine', 'page');
  const rooms = await roomsOfPage();
  const all = wishes(rooms);
  const names = process.argv.slice(2);
  const unknown = names.find((name) => !all.some((wish) => wish.includes(name)));
  if (unknown)
    throw new StepError(`${unknown} is no room and no device; there are ${[...new Set(all.flat())].join(', ')}`);
  mkdirSync(join(root, folder), { recursive: true });
  const bytes = await takeAll(all.filter((wish) => names.every((name) => wish.includes(name))));
  const index = join(root, folder, 'README.md');
  const style = await resolveConfig(index);
  writeFileSync(index, await format(indexOf(rooms), { ...style, parser: 'markdown' }));
  console.log(`${folder}: ${(bytes / 1e6).toFixed(1)} MB`);
});
