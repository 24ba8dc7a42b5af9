/** Edits that are made before the worker has answered the ones before: none is lost, whatever the order. */
import type { Locator, Page } from '@playwright/test';
import { encodeLink } from '../../wasm-bindings/link';
import { loadEngine } from '../../wasm-bindings/loader';
import { LabPage, settled } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const engine = await loadEngine();

/** A link to a network with hidden layers of these widths. */
function fragmentOf(widths: number[]): string {
  const hidden = widths.flatMap((units) => [{ kind: 'dense', units }, { kind: 'activation' }]);
  const layers = [...hidden, { kind: 'dense', units: 1 }];
  return encodeLink(engine.compact({ version: 1, layers }), engine.catalog().engine);
}

/** Changes that the worker does not hear of yet, as where it is slow. */
interface Gate {
  /** Lets this many through from now on. */
  open: (count: number) => void;
  /** How many wait. */
  held: () => number;
}

declare global {
  interface Window {
    gate: Gate;
  }
}

/** Holds what begins a change back, until the gate is opened for so many. */
async function makeGate(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    const held: (() => void)[] = [];
    let free = Infinity;
    Worker.prototype.postMessage = function (this: Worker, message: { type?: string }, ...rest: unknown[]) {
      const send = () => void Reflect.apply(postMessage, this, [message, ...rest]);
      if (!['adapt', 'turn'].includes(message.type ?? '') || free-- > 0) send();
      else held.push(send);
    } as Worker['postMessage'];
    window.gate = {
      held: () => held.length,
      open: (count) => {
        free = count;
        while (free > 0 && held.length > 0) {
          free--;
          held.shift()?.();
        }
      },
    };
  });
}

/**
 * Makes changes while the worker is busy. When the first is answered and the others are not, `between` is done; then all
 * are let through.
 */
async function hurried(page: Page, changes: () => Promise<void>, between = async () => {}): Promise<void> {
  const open = (count: number) => page.evaluate((most) => window.gate.open(most), count);
  const waiting = () => page.evaluate(() => window.gate.held());
  await settled(page);
  await open(0);
  await changes();
  await expect.poll(waiting, { intervals: [10, 20] }).toBe(1);
  await open(1);
  await expect.poll(waiting, { intervals: [10, 20] }).toBe(1);
  await between();
  await open(Infinity);
  await settled(page);
}

const number = (lab: LabPage, path: string) => lab.knob(path).locator('input[type="number"]');

/** Types into a field and leaves it, without waiting. */
async function type(field: Locator, text: string | number): Promise<void> {
  await field.fill(String(text));
  await field.blur();
}

test.describe('while the worker is busy', () => {
  // Few pictures to draw.
  test.use({ viewport: { width: 1100, height: 400 } });
  test.beforeEach(({ page }) => makeGate(page));

  test('the last of two choices at one place holds, and what is pressed between their answers counts from it', async ({
    page,
  }) => {
    const lab = new LabPage(page);
    await lab.open();
    const optimizer = lab.choice('optimizer');
    await hurried(
      page,
      async () => {
        await optimizer.selectOption('adam');
        await optimizer.selectOption('adagrad');
      },
      () => expect(optimizer).toHaveValue('adagrad'),
    );
    await expect(page.locator('[data-choice="optimizer"]')).toHaveAttribute('data-kind', 'adagrad');
    await expect(optimizer).toHaveValue('adagrad');

    const kinds = await optimizer
      .locator('option')
      .evaluateAll((all) => all.map((option) => option.getAttribute('value')));
    const first = kinds.indexOf('adagrad');
    const down = () => page.keyboard.press(first > 2 ? 'ArrowUp' : 'ArrowDown');
    await optimizer.focus();
    await hurried(page, async () => (await down(), down()), down);
    await expect(optimizer).toHaveValue(kinds[first + (first > 2 ? -3 : 3)] ?? '');

    const rate = lab.knob('optimizer.learningRate').getByRole('slider');
    const at = Number(await rate.inputValue());
    const right = () => page.keyboard.press('ArrowRight');
    await rate.focus();
    await hurried(page, async () => (await right(), right()), right);
    await expect(rate).toHaveValue(String(at + 3));
  });

  test('a number that is set back holds, and what is typed while an earlier one is answered stays', async ({
    page,
  }) => {
    const lab = new LabPage(page);
    await lab.open();
    await lab.stepTo(1);
    for (const [i, path] of ['batchSize', 'optimizer.learningRate', 'data.seed'].entries()) {
      const field = number(lab, path);
      const before = await field.inputValue();
      await hurried(page, async () => (await type(field, 2), type(field, before)));
      await expect(field, path).toHaveValue(before);
      await hurried(
        page,
        async () => {
          await field.fill('2');
          await field.press('Enter');
          await type(number(lab, 'seed'), 40 + i);
          await field.focus();
          await field.press('End');
          await field.press('5');
        },
        () => expect(field).toHaveValue('25'),
      );
      await field.blur();
      await settled(page);
      await expect(field, path).toHaveValue('25');
    }
  });

  test('changes of different places hold in either order, and what was refused says so', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    await lab.openAllSettings();
    const shares = lab.knob('data.split');
    const part = (name: string) => shares.locator(`[data-part="${name}"]`);
    /** Places with two values that they take in turns. */
    const places: [field: Locator, one: string, other: string][] = [
      [lab.choice('clipping'), 'norm', 'value'],
      [number(lab, 'batchSize'), '7', '8'],
      [part('validation'), '11', '12'],
      [part('test'), '13', '14'],
    ];
    /** Gives the place its other value. */
    async function change([field, one, other]: (typeof places)[number]): Promise<() => Promise<void>> {
      const wanted = (await field.inputValue()) === one ? other : one;
      await (field === places[0]?.[0] ? field.selectOption(wanted) : type(field, wanted));
      return () => expect(field).toHaveValue(wanted);
    }
    for (const [i, place] of places.entries()) {
      const next = places[(i + 1) % places.length] ?? place;
      for (const [first, second] of [
        [place, next],
        [next, place],
      ]) {
        const holds: (() => Promise<void>)[] = [];
        await hurried(page, async () => void holds.push(await change(first), await change(second)));
        for (const hold of holds) await hold();
      }
    }
    await hurried(page, async () => (await type(number(lab, 'batchSize'), 100_000), type(number(lab, 'data.seed'), 3)));
    await expect(lab.knob('batchSize').getByRole('alert')).toContainText('100000');
    await expect(number(lab, 'data.seed')).toHaveValue('3');
    await type(number(lab, 'data.seed'), 4);
    await expect(lab.knob('batchSize').getByRole('alert')).toHaveCount(0);
  });

  test('entries of lists are known though others come or go before them', async ({ page }) => {
    const lab = new LabPage(page);
    await page.setViewportSize({ width: 2200, height: 900 });
    await lab.open(fragmentOf([3, 5, 6]));
    const layer = (number: number) => page.getByRole('group', { name: `Hidden layer ${number}`, exact: true });
    const press = (number: number, name: RegExp) => layer(number).getByRole('button', { name }).click();
    const widths = () => page.locator('.columns output').allInnerTexts();
    await hurried(page, async () => (await press(1, /more/i), await press(1, /more/i), press(3, /less/i)));
    await expect.poll(widths).toEqual(['5', '5', '5']);
    await hurried(page, async () => (await press(1, /remove/i), await press(2, /remove/i), press(3, /more/i)));
    await expect.poll(widths).toEqual(['6']);
    const bend = (kind: string) => layer(1).getByRole('combobox').selectOption(kind);
    await hurried(page, async () => (await bend(''), await bend('relu'), void (await bend('sigmoid'))));
    await expect(layer(1).getByRole('combobox')).toHaveValue('sigmoid');
    await expect.poll(widths).toEqual(['6']);

    await lab.openAllSettings();
    const list = (name: string) => page.locator(`[data-list="${name}"]`);
    const remove = (name: string, i: number) =>
      list(name)
        .locator('.entry')
        .nth(i)
        .getByRole('button', { name: /^Remove/ })
        .click();
    const entries = list('regularizers').locator('.entry');
    const penalties = list('regularizers').locator('> select');
    await hurried(
      page,
      async () => (await penalties.selectOption('elasticNet'), void (await penalties.selectOption('l1'))),
    );
    await expect(entries).toHaveCount(3);
    const strength = (i: number) => number(lab, `regularizers[${i}].strength`);
    await hurried(page, async () => (await remove('regularizers', 0), type(strength(2), 0.5)));
    await expect(entries).toHaveCount(2);
    await expect(strength(1)).toHaveValue('0.5');
    await expect(lab.choice('regularizers[1]')).toHaveValue('l1');
    await hurried(page, async () => (await remove('layers', 0), remove('layers', 1)));
    await expect(list('layers').locator('.entry')).toHaveCount(1);
  });
});
