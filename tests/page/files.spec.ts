/** Files of data at the page's door: chosen, asked for, refused; what was there before stays (reliability, a to g). */
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { LabPage, settled, settledAddress, trainer } from './fixtures/lab';
import { expect, test } from './fixtures/test';

interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const upload = (name: string, content: string | Buffer): Upload => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});

/** Two clouds and a column of text that is no input. */
const rows = Array.from({ length: 60 }, (_, i) => {
  const side = i % 2 === 0 ? 1 : -1;
  return `${(side * (1 + (i % 7) / 10)).toFixed(2)},${(side * 0.5 + (i % 5) / 10).toFixed(2)},note ${i},${side > 0 ? 'yes' : 'no'}`;
});
const table = `width,height,remark,answer\n${rows.join('\n')}\n`;

/** An IDX file of bytes with this header after its first two zeros. */
function idx(dimensions: number[], bytes: number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((extent, i) => header.writeUInt32BE(extent, 4 + 4 * i));
  return Buffer.concat([header, Buffer.from(bytes)]);
}

/** Chooses files by the button of the first gallery entry that takes files. */
async function choose(page: Page, kind: string, ...files: Upload[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.locator(`[data-dataset="${kind}"]`).click();
  await (await chooser).setFiles(files);
}

/** The steps at which runs are kept in this browser. */
const keptSteps = (page: Page): Promise<number[]> =>
  page.evaluate(
    () =>
      new Promise<number[]>((resolve, reject) => {
        const opening = indexedDB.open('nablab');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction('visits').objectStore('visits').getAll();
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result.map(({ step }: { step: number }) => step));
          };
        };
      }),
  );

/** Takes everything away that this browser keeps of the page. */
const forget = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        indexedDB.deleteDatabase('nablab').onsuccess = () => resolve();
      }),
  );

const refusal = (page: Page) => page.locator('.data [role="alert"]');

test('a table is read, its columns can be chosen, and it trains', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await choose(page, 'csv', upload('answers.csv', table));
  await expect(page.getByText('60 rows, 4 columns.')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'width is an input' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'remark is an input' })).toBeDisabled();
  await expect(page.getByRole('radio', { name: 'answer is the label' })).toBeChecked();
  await expect(page.locator('[data-unit="-1:1"]')).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'height is an input' }).uncheck();
  await expect(page.locator('[data-unit="-1:1"]')).toHaveCount(0);
  // Two at once: the second begins with what the first has left.
  const [width, height] = ['width', 'height'].map((name) =>
    page.getByRole('checkbox', { name: `${name} is an input` }),
  );
  await settled(page);
  await page.evaluate(() => {
    for (const name of ['height', 'width'])
      document.querySelector<HTMLElement>(`[aria-label="${name} is an input"]`)?.click();
  });
  await settled(page);
  await expect(height).toBeChecked();
  await expect(width).not.toBeChecked();
  await expect(refusal(page)).toHaveCount(0);
  await lab.epochsTo(1);
});

test('a file of one’s own is back after a reload, and its run goes on with the same bits', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await choose(page, 'csv', upload('answers.csv', table));
  await expect(page.getByText('60 rows, 4 columns.')).toBeVisible();
  await lab.stepTo(2);
  const bits = await lab.bits();
  await expect.poll(() => keptSteps(page)).toContain(2);
  await page.reload();
  await expect(page.locator('h1')).toHaveText('answers.csv');
  await expect(page.getByText('60 rows, 4 columns.')).toBeVisible();
  await expect.poll(() => lab.bits()).toBe(bits);
  await lab.stepTo(3);
});

test('a packed table is unpacked', async ({ page }) => {
  await new LabPage(page).open();
  await choose(page, 'csv', upload('answers.csv.gz', gzipSync(table)));
  await expect(page.getByText('60 rows, 4 columns.')).toBeVisible();
});

test('a link to data in a file asks for the file, refuses another one, and opens with the right one', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await choose(page, 'csv', upload('answers.csv', table));
  await expect(page.getByText('60 rows, 4 columns.')).toBeVisible();
  const address = await settledAddress(page);
  await forget(page);
  await page.goto('about:blank');
  await page.goto(address);
  const notice = page.getByRole('alert');
  await expect(notice).toContainText(/needs the file “answers\.csv” \(SHA-256 [0-9a-f]{8}…\)/);
  await expect(page.locator('h1')).toHaveText('XOR');

  const input = notice.locator('input[type="file"]');
  await input.setInputFiles(upload('answers.csv', table.replace('yes', 'no')));
  await expect(notice).toContainText(/another file|other bytes|SHA-256.*SHA-256/);
  await lab.stepTo(1);
  await input.setInputFiles(upload('renamed.csv', table));
  await expect(page.locator('h1')).toHaveText('answers.csv');
  await expect(page.locator('.notice')).toHaveCount(0);
  await lab.epochsTo(1);
});

test('what is no table is refused with the reason; the run stays as it was', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  const bits = await lab.bits();
  const bad: [string, string | Buffer][] = [
    ['empty.csv', ''],
    ['sheet.csv', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0])],
    ['quote.csv', `a,b\n1,"${'x'.repeat(1000)}`],
    ['ragged.csv', 'a,b\n1,2\n1,2,3\n'],
    ['large.csv', Buffer.alloc(20_000_001, 'a')],
    ['bomb.csv.gz', gzipSync(Buffer.alloc(80_000_000))],
    ['images-idx3-ubyte', idx([1000, 28, 28], [1, 2, 3])],
    ['order-idx3-ubyte', Buffer.from([3, 8, 0, 0, 1, 0, 0, 0])],
  ];
  for (const [name, content] of bad) {
    await choose(page, 'csv', upload(name, content));
    await expect(refusal(page), name).toContainText(name);
    await choose(page, 'csv');
    await expect(page.locator('h1')).toHaveText('XOR');
    expect(await lab.step(), name).toBe(3);
  }
  expect(await lab.bits()).toBe(bits);
  await lab.stepTo(4);
});

test('images and labels are asked for one after the other', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  const count = 40;
  const pixels = Array.from({ length: count * 16 }, (_, i) => ((i * 37) % 256) * (Math.floor(i / 16) % 2));
  const images = upload('four-idx3-ubyte.gz', gzipSync(idx([count, 4, 4], pixels)));
  const labels = upload(
    'four-idx1-ubyte',
    idx(
      [count],
      Array.from({ length: count }, (_, i) => i % 2),
    ),
  );
  await choose(page, 'idx', images);
  await expect(page.getByRole('alert')).toContainText('now choose the file with their labels');
  await page.getByRole('alert').locator('input[type="file"]').setInputFiles(labels);
  await expect(page.getByRole('button', { name: /^Row \d+:/ }).first()).toBeVisible();
  await expect(page.locator('.notice')).toHaveCount(0);
  await lab.epochsTo(1);
});

test.describe('an engine that is lost', () => {
  test.use({ expectedComplaints: /planted/ });

  test('comes back with the file', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    await choose(page, 'csv', upload('answers.csv', table));
    await expect(page.getByText('60 rows, 4 columns.')).toBeVisible();
    await lab.stepTo(2);
    const bits = await lab.bits();
    await (
      await trainer(page)
    ).evaluate(() => {
      setTimeout(() => {
        throw new Error('planted');
      });
    });
    await expect(page.getByRole('alert')).toHaveText(/started again; you are at step 2/);
    await expect.poll(() => lab.bits()).toBe(bits);
  });
});
