/** Data and samples of a person's own: drawn, pasted, dropped, from a formula; checked, mended, tried. */
import type { Locator, Page } from '@playwright/test';
import { loadEngine } from '../../wasm-bindings/loader';
import { decodeLink } from '../../wasm-bindings/link';
import type { Sample } from '../../wasm-bindings/types';
import { LabPage, settledAddress } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Your data' });

async function openOwnData(page: Page, tab?: string): Promise<LabPage> {
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('button', { name: 'Your own data …' }).click();
  await expect(dialog(page)).toContainText('sent nowhere');
  if (tab) await page.getByRole('tab', { name: tab }).click();
  return lab;
}

const use = (page: Page) => dialog(page).getByRole('button', { name: 'Use this data' });
const finding = (page: Page, key: string) => dialog(page).locator(`[data-finding="${key}"]`);

test('points are drawn by keyboard, erased and taken back, and travel in the link', async ({ page }) => {
  await openOwnData(page);
  const count = page.getByTestId('draw-count');
  await page.getByRole('button', { name: 'Erase all' }).click();
  await expect(count).toContainText('0 of 300 points');
  await expect(use(page)).toBeDisabled();
  await page.getByTestId('draw-pad').focus();
  for (const key of ['0', 'Enter', 'ArrowRight', 'ArrowRight', 'Enter', '1', 'ArrowUp', 'ArrowUp', 'Enter', 'Enter']) {
    await page.keyboard.press(key);
  }
  await expect(count).toContainText('4 of 300 points');
  await page.keyboard.press('Delete');
  await expect(count).toContainText('2 of 300 points');
  await page.keyboard.press('Control+z');
  await expect(count).toContainText('4 of 300 points');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('trial-facts')).toHaveText('5 rows, 2 inputs, 2 classes.');
  await use(page).click();
  await expect(dialog(page)).toHaveCount(0);
  const address = await settledAddress(page);
  await page.goto('about:blank');
  await page.goto(address);
  await page.getByRole('button', { name: 'Your own data …' }).click();
  await expect(page.getByTestId('draw-count')).toContainText('5 of 300 points');
});

test.describe('on a screen that is touched', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('a tap draws a point, a finger that is drawn along draws several', async ({ page }) => {
    await new LabPage(page).open();
    await page.getByRole('button', { name: 'Data', exact: true }).tap();
    await page.getByRole('button', { name: 'Your own data …' }).tap();
    const count = page.getByTestId('draw-count');
    await page.getByRole('button', { name: 'Erase all' }).tap();
    const pad = page.getByTestId('draw-pad');
    await pad.scrollIntoViewIfNeeded();
    const box = await pad.boundingBox();
    if (!box) throw new Error('The pad has no place.');
    await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
    await expect(count).toContainText('1 of 300 points');
    await page.getByRole('radio', { name: 'Class 1' }).tap();
    const devtools = await page.context().newCDPSession(page);
    const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', share = 0) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: type === 'touchEnd' ? [] : [{ x: box.x + share * box.width, y: box.y + box.height / 4 }],
      });
    await finger('touchStart', 0.2);
    for (const share of [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) await finger('touchMove', share);
    await finger('touchEnd');
    await expect(count).toContainText(/^([4-9]|\d\d) of 300 points/);
    await expect(page.getByTestId('trial-facts')).toContainText('2 classes');
    expect(await page.evaluate(() => document.querySelector('dialog')?.scrollLeft)).toBe(0);
  });
});

test('points are drawn with a brush by mouse and wiped with the eraser', async ({ page }) => {
  await openOwnData(page);
  const count = page.getByTestId('draw-count');
  await page.getByRole('button', { name: 'Erase all' }).click();
  await dialog(page).getByRole('combobox', { name: 'Classes' }).selectOption('3');
  await page.getByRole('radio', { name: 'Class 2' }).click();
  await dialog(page).getByLabel('Brush').selectOption('5');
  const box = await page.getByTestId('draw-pad').boundingBox();
  if (!box) throw new Error('The pad has no place.');
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.click(...at(0.5, 0.5));
  await expect(count).toContainText('5 of 300 points');
  await page.mouse.move(...at(0.2, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.2, 0.8), { steps: 8 });
  await page.mouse.up();
  await expect(page.getByTestId('trial-facts')).toContainText('3 classes');
  await page.getByRole('radio', { name: 'Eraser' }).click();
  await page.mouse.move(...at(0.2, 0.1));
  await page.mouse.down();
  await page.mouse.move(...at(0.2, 0.9), { steps: 30 });
  await page.mouse.up();
  await expect(count).toContainText(/^[5-9] of 300/);
  await dialog(page).getByRole('button', { name: 'Undo' }).click();
  await expect(count).not.toContainText(/^[5-9] of 300/);
});

/** What the engine in Node makes of a row at that step of the experiment in a link. */
async function classified(address: string, step: number, row: number[]): Promise<Sample> {
  const engine = await loadEngine();
  const session = engine.createSession();
  const { experiment } = decodeLink(new URL(address).hash) ?? {};
  await engine.prepare(session, experiment);
  session.configure(experiment);
  session.step(step);
  const sample = session.classify(row);
  session.delete();
  return sample;
}

/** A table with a gap, a useless column and a column far from scale. */
const rows = Array.from({ length: 120 }, (_, i) => {
  const side = i % 2 === 0 ? 1 : -1;
  return `${1000 + side * (1 + (i % 7) / 10)};${i === 4 ? '' : side * 0.5 + (i % 5) / 10};7;${side > 0 ? 'yes' : 'no'}`;
});
const table = `width;height;always;answer\n${rows.join('\n')}\n`;

test('a pasted table shows its rows, what is wrong with it, and heals by one click', async ({ page }) => {
  const lab = await openOwnData(page, 'Table (CSV)');
  const text = page.getByLabel(/Paste a table/);
  await text.fill('a,b\n1,2\n1,2,3\n');
  await page.getByRole('button', { name: 'Read the table' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('line 3');
  await text.fill(table);
  await page.getByRole('button', { name: 'Read the table' }).click();
  await expect(dialog(page).getByText('120 rows, 4 columns.')).toBeVisible();
  const preview = dialog(page).getByRole('region', { name: 'The first rows of the table' });
  await expect(preview.getByRole('row').nth(5)).toContainText('empty');
  await expect(page.getByTestId('trial-facts')).toHaveText('119 rows, 3 inputs, 2 classes.');
  await expect(finding(page, 'badValues.droppedRows')).toContainText('first of them: 6.');
  await finding(page, 'badValues.droppedRows')
    .getByRole('button', { name: /^Fill gaps/ })
    .click();
  await expect(finding(page, 'badValues.filledCells')).toContainText('Empty cells: 1 ');
  await expect(page.getByTestId('trial-facts')).toContainText('120 rows');
  await expect(finding(page, 'uselessFeature.constant')).toContainText('always');
  await finding(page, 'uselessFeature.constant').getByRole('button', { name: 'Leave these inputs out' }).click();
  await expect(finding(page, 'uselessFeature.constant')).toHaveCount(0);
  await expect(dialog(page).getByLabel('What always is used for')).toHaveValue('unused');
  // Read without its header, the first line is a row, and the columns are suggested anew.
  await dialog(page).getByLabel('Header').selectOption('absent');
  await expect(dialog(page).getByRole('columnheader').first()).toContainText('column 1');
  await dialog(page).getByLabel('Header').selectOption('present');
  await expect(use(page)).toBeEnabled();
  await use(page).click();
  await expect(page.locator('h1')).toHaveText('pasted.csv');
  await lab.epochsTo(1);
});

/** An IDX file of bytes with this header after its first two zeros. */
function idx(dimensions: number[], bytes: number[]): number[] {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  header.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((extent, i) => header.writeUInt32BE(extent, 4 + 4 * i));
  return [...header, ...bytes];
}

test('a pair of IDX files is dropped on the dialog and shows its images', async ({ page }) => {
  await openOwnData(page);
  const count = 60;
  const images = idx(
    [count, 4, 4],
    Array.from({ length: count * 16 }, (_, i) => ((i * 37) % 256) * (Math.floor(i / 16) % 2)),
  );
  const labels = idx(
    [count],
    Array.from({ length: count }, (_, i) => i % 2),
  );
  const drop = async (name: string, bytes: number[]) => {
    const transfer = await page.evaluateHandle(
      ([file, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(content as number[])], file as string));
        return data;
      },
      [name, bytes] as const,
    );
    await dialog(page).dispatchEvent('drop', { dataTransfer: transfer });
  };
  await drop('few-idx3-ubyte', images);
  await expect(dialog(page)).toContainText('now the file of their labels');
  await drop('few-idx1-ubyte', labels);
  await expect(page.getByTestId('trial-facts')).toHaveText('60 rows, 16 inputs, 2 classes.');
  await expect(dialog(page).getByRole('img', { name: /their labels: 0, 1, 0, 1/ })).toBeVisible();
  await use(page).click();
  await expect(page.locator('h1')).toHaveText('few-idx1-ubyte');
});

test('a formula is tried while it is typed, and refused with the reason', async ({ page }) => {
  await openOwnData(page, 'Formula');
  const text = dialog(page).getByLabel(/^A formula in x and y/);
  await text.fill('sin(3*q) > 0');
  await expect(dialog(page).getByRole('alert')).toContainText('q');
  await expect(use(page)).toBeDisabled();
  await text.fill('r < 0.6');
  await expect(dialog(page).getByRole('alert')).toHaveCount(0);
  await expect(use(page)).toBeEnabled();
  await use(page).click();
  await expect(page.locator('h1')).toHaveText('Formula');
});

test('the data of the run can be saved as a table', async ({ page }) => {
  await openOwnData(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the present data as CSV' }).click();
  expect((await download).suggestedFilename()).toBe('XOR.csv');
});

test('findings about the data stand in the lab, and a remedy heals them there', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.openAllSettings();
  await lab.setNumber('data.duplicates', 0.5);
  const found = page.locator('.findings [data-finding="leakyOrPoorSplit.duplicates"]');
  await expect(found).toContainText('Warning');
  await found.getByRole('button', { name: 'Draw without duplicates' }).click();
  await expect(found).toHaveCount(0);
});

test('a sample is typed in, and the network’s answer is the engine’s', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  await page.getByRole('button', { name: 'Try a sample …' }).click();
  const sample = page.getByRole('dialog', { name: 'Try a sample' });
  await sample.getByLabel('Or paste a whole row').fill('0.75; -0.5');
  await sample.getByLabel('Or paste a whole row').press('Enter');
  const expected = await classified(await settledAddress(page), 3, [0.75, -0.5]);
  await expect(page.getByTestId('sample-decided')).toHaveAttribute('data-class', String(expected.decided));
  await expect(sample.locator('[data-exact]').nth(1)).toHaveAttribute(
    'data-exact',
    String(expected.probabilities?.[1]),
  );
  await sample.getByLabel('Or paste a whole row').fill('1 2 3');
  await sample.getByLabel('Or paste a whole row').press('Enter');
  await expect(sample.getByRole('alert')).toContainText('2 numbers are needed');
});

test('a digit is drawn by keyboard, and the network’s answer is the engine’s', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.locator('[data-dataset="digits"]').click();
  await expect(page.getByRole('button', { name: /^Row \d+:/ }).first()).toBeVisible();
  await lab.epochsTo(1);
  await page.getByRole('button', { name: 'Try a sample …' }).click();
  const pad = page.getByTestId('sample-pad');
  await pad.focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
  for (let i = 0; i < 6; i++) for (const key of ['ArrowDown', 'Enter']) await page.keyboard.press(key);
  const row = new Array<number>(64).fill(0);
  for (let y = 0; y < 7; y++) row[8 * y + 3] = 16;
  const expected = await classified(await settledAddress(page), await lab.step(), row);
  await expect(page.getByTestId('sample-decided')).toHaveAttribute('data-class', String(expected.decided));
  const bars = page.getByRole('dialog', { name: 'Try a sample' }).locator('[data-exact]');
  expect(await bars.evaluateAll((all) => all.map((each) => Number(each.getAttribute('data-exact'))))).toEqual(
    expected.probabilities,
  );
});
