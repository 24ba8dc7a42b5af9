import { encodeLink } from '../../wasm-bindings/link';
import { engine } from './fixtures/engine';
import { LabPage, settled, settledAddress } from './fixtures/lab';
import { expect, test } from './fixtures/test';

test('a link restores the run, turned knobs included, and reaches the same loss digit for digit', async ({
  page,
  context,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('button', { name: 'Two moons' }).click();
  await page.getByRole('button', { name: 'One neuron more in hidden layer 1' }).click();
  await expect(page.getByLabel('Neurons of hidden layer 1')).toHaveText('5');
  await lab.stepTo(6);
  await lab.setNumber('optimizer.learningRate', 0.05);
  await expect(page.locator('[data-reading="learningRate"]')).toHaveText('0.0500');
  await lab.runTo(500);
  const bits = await lab.bits();
  const loss = await lab.exact('testLoss');
  const address = await settledAddress(page);

  const other = new LabPage(await context.newPage());
  await other.open(address);
  await expect(other.page).toHaveTitle('Two moons · ∇lab');
  await other.runTo(500);
  expect(await other.exact('testLoss')).toBe(loss);
  expect(await other.bits()).toBe(bits);
});

test('the fragment follows every change and always opens what is shown', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  const first = await settledAddress(page);
  await lab.setNumber('batchSize', 20);
  const second = await settledAddress(page);
  expect(second).not.toBe(first);
  await page.reload();
  await expect(lab.knob('batchSize').locator('input[type="number"]')).toHaveValue('20');
});

test('row 21: the browser’s Back leads to the room before, never to an older experiment; to another link it asks first', async ({
  page,
}) => {
  const lab = new LabPage(page);
  const batchSize = lab.knob('batchSize').locator('input[type="number"]');
  await lab.open();
  const first = new URL(await settledAddress(page)).hash;
  await lab.setNumber('batchSize', 20);
  await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Runs' }).click();
  await page.keyboard.press('Control+z');
  await settled(page);
  await page.goBack();
  await expect(batchSize).toHaveValue('10');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(() => new URL(page.url()).hash).toBe(first);

  await lab.setNumber('batchSize', 30);
  const mine = await settledAddress(page);
  await page.evaluate((hash) => (location.hash = hash), first);
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(batchSize).toHaveValue('10');
  await lab.setNumber('batchSize', 15);
  await page.goBack();
  await page.getByRole('button', { name: 'Open it' }).click();
  await expect(batchSize).toHaveValue('30');
  expect(await settledAddress(page)).toBe(mine);
});

test.describe('a link that is opened over changed work', () => {
  async function changedLabAndOtherLink(page: LabPage['page']): Promise<{ lab: LabPage; other: string }> {
    const lab = new LabPage(page);
    await lab.open();
    await lab.setNumber('batchSize', 30);
    const other = new URL(await settledAddress(page)).hash;
    await lab.setNumber('batchSize', 20);
    await settledAddress(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await expect.poll(() => lab.step()).toBeGreaterThan(0);
    await page.evaluate((hash) => (location.hash = hash), other);
    return { lab, other };
  }

  test('row 21: asks first, and “keep mine” leaves everything as it was', async ({ page }) => {
    const { lab, other } = await changedLabAndOtherLink(page);
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await expect(lab.knob('batchSize').locator('input[type="number"]')).toHaveValue('20');
    expect(page.url()).not.toContain(other);
    const step = await lab.step();
    await expect.poll(() => lab.step()).toBeGreaterThan(step);
  });

  test('takes its place when that is wanted', async ({ page }) => {
    const { lab } = await changedLabAndOtherLink(page);
    await page.getByRole('button', { name: 'Open it' }).click();
    await expect(lab.knob('batchSize').locator('input[type="number"]')).toHaveValue('30');
  });
});

test('row 21: the link of what is shown already changes nothing when it is opened again', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  const address = await settledAddress(page);
  await lab.stepTo(3);
  // Without a link, and by one that spells out what the other leaves to its defaults.
  const long = encodeLink(engine.canonical({ version: 1 }), engine.version);
  for (const hash of ['', long]) {
    await page.evaluate((given) => (location.hash = given), hash);
    await expect(page).toHaveURL(address);
    await page.waitForTimeout(300);
    expect(await lab.step()).toBe(3);
    await expect(page.getByRole('alert')).toHaveCount(0);
  }
});

test.describe('a bad link', () => {
  const cases = [
    ['that was cut', (hash: string) => hash.slice(0, 40), /incomplete/],
    ['that was changed', (hash: string) => hash.replace(/~eyJ./, '~eyJX'), /changed on its way/],
    ['with signs that do not belong there', () => '#nablab=1~0.1.0~%E0%A4%A~00000000', /no experiment/],
    ['of a newer format', (hash: string) => hash.replace('nablab=1~', 'nablab=9~'), /newer format/],
  ] as const;
  test('is refused with a sentence, and the default experiment opens', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    const { hash } = new URL(await settledAddress(page));
    for (const [name, spoil, sentence] of cases) {
      await test.step(name, async () => {
        await page.goto('about:blank');
        await lab.open(spoil(hash));
        await expect(page.getByRole('alert')).toHaveText(sentence);
        await expect(page).toHaveTitle('XOR · ∇lab');
        await lab.stepTo(2);
      });
    }
  });

  test('opened over an experiment leaves that experiment and its link', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    await lab.setNumber('batchSize', 20);
    const address = await settledAddress(page);
    await page.evaluate(() => (location.hash = '#nablab=1~cut'));
    await expect(page.getByRole('alert')).toHaveText(/incomplete/);
    await expect(lab.knob('batchSize').locator('input[type="number"]')).toHaveValue('20');
    expect(page.url()).toBe(address);
  });

  test('row 1: that is none of ours opens the start page without a word', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open('#chapter-2');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page).toHaveTitle('XOR · ∇lab');
  });
});

test.describe('a file', () => {
  const experiment = (title: string) => JSON.stringify({ version: 1, title, batchSize: 5 });
  async function drop(page: LabPage['page'], text: string): Promise<void> {
    await page.evaluate((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], 'experiment.json'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, text);
  }

  test('that is dropped on the page is opened; its title is text and nothing else', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    const title = '<img src=x onerror=alert(1)> \u202Eabc';
    await drop(page, experiment(title));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    await expect(lab.knob('batchSize').locator('input[type="number"]')).toHaveValue('5');
    await expect(page.locator('h1 img')).toHaveCount(0);
  });

  const refused = [
    ['{"version": 1, ', /not JSON/],
    [`${'['.repeat(40)}${']'.repeat(40)}`, /nested too deeply/],
    ['{"version": 1, "optimizer": {"kind": "constructor"}}', /does not exist/],
    ['{"version": 1, "__proto__": {"x": 1}}', /not known here/],
    ['{"version": 7}', /newer version/],
    ['{"version": 1, "batchSize": 3.5}', /Batch size/],
    ['{"version": 1, "seed": -1}', /Seed cannot be/],
    ['{"version": 1, "layers": []}', /layers|Layers/],
    ['x'.repeat(70_000), /too large/],
  ] as const;
  test('that is no experiment is refused with a sentence, and nothing changes', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    await lab.stepTo(2);
    const bits = await lab.bits();
    for (const [text, sentence] of refused) {
      await test.step(text.slice(0, 50), async () => {
        await drop(page, text);
        await expect(page.getByRole('alert')).toHaveText(sentence);
        await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
        await expect(page.getByRole('alert')).toHaveCount(0);
        expect(await lab.step()).toBe(2);
        expect(await page.evaluate(() => Object.hasOwn(Object.prototype, 'x'))).toBe(false);
      });
    }
    expect(await lab.bits()).toBe(bits);
  });
});
