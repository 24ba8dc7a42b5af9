/** The room that takes one step apart: its numbers are the core's, and it can be walked through by keyboard alone. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { encodeLink } from '../../wasm-bindings/link';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Session } from '../../wasm-bindings/types';
import { everySymbol, parseExpression } from '../../web/microscope/expression';
import { expectAccessible } from './fixtures/axe';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const engine = await loadEngine();

/** So many operands are surely listed, in their order. */
const mostListed = 100;

/** A run in Node at the same step, taken apart. */
async function sessionAt(experiment: object, step: number): Promise<Session> {
  const session = engine.createSession();
  await engine.prepare(session, experiment);
  session.configure(experiment);
  session.step(step);
  session.trace();
  return session;
}

async function openRoom(page: Page, experiment: object, step: number): Promise<LabPage> {
  const lab = new LabPage(page);
  await lab.open(encodeLink(engine.compact(experiment), engine.catalog().engine));
  await lab.stepTo(step);
  await page.getByRole('button', { name: 'Microscope', exact: true }).click();
  await expect(page.getByTestId('ahead')).toHaveText(`Step ${step} → ${step + 1}, before it is taken`);
  return lab;
}

const result = (page: Page) => page.getByTestId('result');
const counter = (page: Page) => page.getByRole('status').filter({ hasText: 'Operation' });
/** The cell that is looked at. */
const selected = (page: Page) => page.locator('[role="gridcell"][aria-selected="true"]');

const experiments = {
  'dense layers and adam': { version: 1, regularizers: [{ kind: 'l2', strength: 0.01 }] },
  'a convolution over digits': {
    version: 1,
    data: { kind: 'digits' },
    layers: [
      { kind: 'conv2d', filters: 2, kernel: [3, 3] },
      { kind: 'activation', function: { kind: 'relu' } },
      { kind: 'maxPooling2d', size: 2 },
      { kind: 'dense', units: 10 },
    ],
    loss: { kind: 'softmaxCrossEntropy' },
    batchSize: 8,
  },
  'batch normalization, dropout, clipping and momentum': {
    version: 1,
    layers: [
      { kind: 'dense', units: 4 },
      { kind: 'batchNormalization' },
      { kind: 'activation', function: { kind: 'sigmoid' } },
      { kind: 'dropout', rate: 0.25 },
      { kind: 'dense', units: 1 },
    ],
    clipping: { kind: 'norm', limit: 0.05 },
    optimizer: { kind: 'momentum' },
  },
};

/** What the page shows of the number that is looked at, all at once. */
function shown(page: Page) {
  return page.evaluate((most) => {
    const exact = (selector: string) => document.querySelector(selector)?.getAttribute('data-exact');
    const matrix = document.querySelector<HTMLElement>('.matrix.result');
    const operands = [...document.querySelectorAll('[data-operand] [data-exact]')].slice(0, most);
    return {
      quantity: matrix?.dataset.quantity ?? '',
      place: matrix?.dataset.place ?? '',
      result: exact('[data-testid="result"]'),
      cell: exact('[role="gridcell"][aria-selected="true"]'),
      operands: operands.map((each) => each.getAttribute('data-exact')),
    };
  }, mostListed);
}

/** The same by the engine in Node. */
function expected(session: Session, quantity: string, place: string): Awaited<ReturnType<typeof shown>> {
  const [layer = '', name = ''] = quantity.split(' ');
  const [row, column] = place.split(' ').map(Number);
  const { value, expression, operands } = session.originsOf(Number(layer), name, row, column);
  const symbols = everySymbol(parseExpression(expression));
  const read = operands.filter(({ symbol }) => symbols.includes(symbol)).slice(0, mostListed);
  return {
    quantity,
    place,
    result: String(value),
    cell: String(value),
    operands: read.map((operand) => String(operand.value)),
  };
}

for (const [name, experiment] of Object.entries(experiments))
  test(`every operation of a step with ${name} shows the core's numbers, digit for digit`, async ({ page }) => {
    // Dozens of operations, each drawn: quick, but not where other tests run too.
    test.slow();
    await openRoom(page, experiment, 2);
    const session = await sessionAt(experiment, 2);
    const count = Number((await counter(page).innerText()).split(' of ')[1]);
    expect(count).toBeGreaterThan(15);
    const quantities = new Set<string>();
    for (let place = 1; place <= count; place++) {
      await expect(counter(page)).toHaveText(`Operation ${place} of ${count}`);
      const { quantity, place: cell } = await shown(page);
      await expect.poll(() => shown(page), { intervals: [10, 50] }).toEqual(expected(session, quantity, cell));
      quantities.add(quantity);
      await page.keyboard.press('ArrowRight');
    }
    expect(quantities.size).toBe(count);
    session.delete();
  });

test('an updated weight is followed back to an input by keyboard alone, and the way back again', async ({ page }) => {
  await openRoom(page, experiments['dense layers and adam'], 1);
  const strip = page.getByRole('list', { name: 'Phases of the step' });
  await strip.getByRole('button', { name: 'Update' }).focus();
  await page.keyboard.press('Enter');
  const heading = page.locator('.explanation h3');
  await expect(heading).toHaveText('weights after the step');
  const follow = async (operand: string, title: string) => {
    await page.locator(`[data-operand="${operand}"]`).first().focus();
    await page.keyboard.press('Enter');
    await expect(heading).toHaveText(title);
  };
  await follow('0 weight.m.next', 'slot m of the weights, after');
  await follow('0 weight.penalized', 'gradient of the weights with penalties');
  await follow('0 weight.gradient', 'gradient of the weights');
  await follow('-1 input', 'inputs');
  await expect(page.locator('.explanation').getByText('Given to the step, not computed in it.')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'The way back from' }).getByRole('button')).toHaveCount(4);
  for (const title of ['gradient of the weights', 'gradient of the weights with penalties']) {
    await page.keyboard.press('Escape');
    await expect(heading).toHaveText(title);
  }
  // Within a matrix the arrow keys walk from number to number.
  await selected(page).focus();
  const before = await result(page).getAttribute('data-exact');
  await page.keyboard.press('ArrowRight');
  await expect(selected(page)).toBeFocused();
  await expect(result(page)).not.toHaveAttribute('data-exact', before ?? '');

  // The matrix is saved whole and with all digits; the colours of a gradient tell its size alone.
  const matrix = page.locator('.matrix.result');
  await expect(matrix.getByText('size', { exact: true })).toBeVisible();
  await expect(matrix.getByRole('img', { name: /^Colours from 0 to/ })).toBeVisible();
  const exact = await matrix.locator('.cell').evaluateAll((cells) => cells.map((cell) => cell.dataset.exact));
  await matrix.getByRole('button', { name: 'Save the picture' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'data as CSV' }).click();
  const [, ...rows] = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(rows.flatMap((row) => row.split(',').slice(1))).toEqual(exact);
});

test('any parameter is set by hand, a kernel’s too, and everything computed from it follows', async ({ page }) => {
  const experiment = experiments['a convolution over digits'];
  await openRoom(page, experiment, 1);
  const operand = page.locator('[data-operand="0 weight"]').first();
  await operand.click();
  await expect(page.locator('.explanation h3')).toHaveText('weights');
  const session = await sessionAt(experiment, 1);
  session.turn('parameters[0]', 0.5);
  session.trace();
  const field = page.getByLabel('Another value, by hand');
  await field.fill('0.5');
  await field.press('Enter');
  await expect(result(page)).toHaveAttribute('data-exact', '0.5');
  await page.keyboard.press('Escape');
  await expect(page.locator('.explanation h3')).toHaveText('outputs');
  await expect(result(page)).toHaveAttribute('data-exact', String(session.originsOf(0, 'output', 0, 0).value));
  session.delete();
});

test('slow motion walks from operation to operation, pauses, and leads on to the next step', async ({ page }) => {
  const lab = await openRoom(page, experiments['dense layers and adam'], 0);
  await expect(counter(page)).toHaveText(/^Operation 1 of \d+$/);
  await page.getByLabel('Seconds at each operation').selectOption('1');
  await page.getByRole('button', { name: 'Slow motion' }).click();
  await expect(counter(page)).toHaveText(/^Operation 3 of/);
  await page.locator('.walk').getByRole('button', { name: 'Pause' }).click();
  const stopped = await counter(page).innerText();
  await page.waitForTimeout(1300);
  await expect(counter(page)).toHaveText(stopped);
  await page.getByRole('button', { name: 'Take this step' }).click();
  await expect(page.getByTestId('ahead')).toHaveText('Step 1 → 2, before it is taken');
  expect(await lab.step()).toBe(1);
});

test('the room is free of faults that axe finds, in both languages, on a wide screen and on a phone', async ({
  page,
}) => {
  test.slow();
  await openRoom(page, experiments['a convolution over digits'], 0);
  await expectAccessible(page, '.microscope');
  await page.getByRole('button', { name: '简体中文' }).click();
  await expect(page.getByTestId('ahead')).toHaveText('第0步→第1步，尚未执行');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('list', { name: '一步的各个阶段' }).getByRole('button', { name: '更新' }).click();
  await expect(page.locator('.explanation h3')).toHaveText('这一步之后的权重');
  expect(await page.locator('.microscope').evaluate((room) => room.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page, '.microscope');
});
