import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { linkTo, trained } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

/** Opens the menu of a picture, takes one of its entries, and reads the file that comes. */
async function saved(page: Page, menu: Locator, entry: string): Promise<{ name: string; bytes: Buffer }> {
  await menu.click();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: entry, exact: true }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const menuOf = (page: Page, title: string) => page.getByRole('button', { name: `Save the picture “${title}”` });

/** The size of a PNG, and how many colours a browser sees in it. */
async function pixelsOf(
  page: Page,
  bytes: Buffer,
  type: string,
): Promise<{ width: number; height: number; colors: number }> {
  return page.evaluate(
    async ({ base64, mime }) => {
      const image = new Image();
      image.src = `data:${mime};base64,${base64}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      const context = canvas.getContext('2d') as CanvasRenderingContext2D;
      context.drawImage(image, 0, 0);
      const words = new Uint32Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
      return { width: canvas.width, height: canvas.height, colors: new Set(words).size };
    },
    { base64: bytes.toString('base64'), mime: type },
  );
}

test.describe('in a browser of another country, at another time', () => {
  test.use({ locale: 'ar-EG', timezoneId: 'Asia/Kathmandu' });

  test('row 75: curves are saved as PNG, as SVG with their own lines and letters, and as CSV with all digits', async ({
    page,
  }) => {
    const lab = new LabPage(page);
    await lab.open();
    await lab.stepTo(3);
    const menu = menuOf(page, 'loss');
    const png = await saved(page, menu, 'as PNG');
    expect(png.name).toBe('XOR - loss - step 3.png');
    expect((await pixelsOf(page, png.bytes, 'image/png')).colors).toBeGreaterThan(5);
    const svg = await saved(page, menu, 'as SVG');
    expect(svg.name).toBe('XOR - loss - step 3.svg');
    const text = svg.bytes.toString();
    expect(text).toContain('>training</text>');
    expect(text).not.toContain('<image');
    expect((await pixelsOf(page, svg.bytes, 'image/svg+xml')).colors).toBeGreaterThan(5);
    const csv = (await saved(page, menu, 'data as CSV')).bytes.toString().trim().split('\r\n');
    expect(csv[0]).toBe('step,loss: training,loss: validation,loss: test');
    const session = await trained({}, 3, (each) => each.record(600));
    const { trainingLoss, validationLoss, testLoss } = session.history();
    expect(csv[4]).toBe(`3,${trainingLoss[3]},${validationLoss[3]},${testLoss[3]}`);
  });
});

test('every picture of the lab and of the race has an SVG that a browser shows', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  for (const title of ['Network', 'Network output']) {
    const { bytes } = await saved(page, menuOf(page, title), 'as SVG');
    expect((await pixelsOf(page, bytes, 'image/svg+xml')).colors, title).toBeGreaterThan(20);
  }
  await page.getByRole('tab', { name: 'Histograms' }).click();
  const strips = await saved(page, menuOf(page, 'Parameter distributions'), 'as SVG');
  expect(strips.bytes.toString()).toContain('1 Dense</text>');
  await page.locator('[data-dataset="digits"]').click();
  const images = await saved(page, menuOf(page, 'Images and what the network takes them for'), 'as SVG');
  expect(images.bytes.toString()).toContain('<image');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('tab', { name: 'Optimizers race' }).click();
  await page.getByLabel('Track').selectOption('beale');
  await expect(page.getByRole('button', { name: /^Beale, step 0\. Adam at x 1/ })).toBeVisible();
  const surface = await saved(page, menuOf(page, 'Beale'), 'as SVG');
  expect((await pixelsOf(page, surface.bytes, 'image/svg+xml')).colors).toBeGreaterThan(20);
});

test('a cell that a spreadsheet would take for a formula is escaped, and names with commas are quoted', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  const chooser = page.waitForEvent('filechooser');
  await page.locator('[data-dataset="csv"]').click();
  const header = '=1+1,"b, c",label';
  const rows = Array.from({ length: 60 }, (_, i) => `${i / 10},${-i},${i % 2 === 0 ? '@one' : 'two'}`);
  await (
    await chooser
  ).setFiles({
    name: 'hostile.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([header, ...rows].join('\n')),
  });
  await expect(page.getByText(/60 rows/)).toBeVisible();
  const menu = menuOf(page, 'Network output');
  const csv = (await saved(page, menu, 'data as CSV')).bytes.toString().split('\r\n');
  expect(csv[0]).toMatch(/^'=1\+1,"b, c",/);
  expect(csv[1]).toMatch(/^0,-?0,'@one,/);
});

test.describe('where numbers are written with a comma', () => {
  test.use({ locale: 'de-DE', timezoneId: 'Pacific/Apia' });

  test('row 75: a number is set and read as here, and parameters are saved with the digits of the engine', async ({
    page,
  }) => {
    const moons = { data: { kind: 'moons' }, title: '-1 moons: a/b' };
    const lab = new LabPage(page);
    await lab.open(linkTo(moons));
    await lab.stepTo(1);
    const file = await saved(page, menuOf(page, 'Network'), 'data as CSV');
    expect(file.name).toBe('-1 moons_ a_b - Network - step 1.csv');
    const values = file.bytes
      .toString()
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',').at(-1));
    const session = await trained(moons, 1);
    expect(values).toEqual([...session.parameters()].map(String));
    await lab.setNumber('optimizer.learningRate', 0.25);
    await lab.stepTo(2);
    session.turn('optimizer.learningRate', 0.25);
    session.step(1);
    expect(await lab.bits()).toBe(session.hash());
    session.delete();
  });
});
