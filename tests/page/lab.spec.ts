import { trained } from './fixtures/engine';
import { LabPage, settledAddress } from './fixtures/lab';
import { expect, test } from './fixtures/test';

test.describe('a first visit', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } });

  test('trains by itself within two seconds and says what to look at and what to try', async ({ page }) => {
    await page.addInitScript(() => {
      const look = () => {
        const step = document.querySelector('[data-reading="step"]')?.textContent ?? '0';
        if (step === '0') requestAnimationFrame(look);
        else document.documentElement.dataset.firstStepAfter = String(Math.round(performance.now()));
      };
      look();
    });
    const times: number[] = [];
    // The best of three: other tests run on the same machine.
    for (let visit = 0; visit < 3; visit++) {
      await page.goto('about:blank');
      await new LabPage(page).open();
      await expect(page.locator('html')).toHaveAttribute('data-first-step-after', /\d/);
      times.push(Number(await page.locator('html').getAttribute('data-first-step-after')));
    }
    expect(Math.min(...times), times.join(' ')).toBeLessThan(2000);
    await expect(page).toHaveTitle('XOR · ∇lab');
    await expect(page.getByText(/^Watch the map of the output .*; try /)).toBeVisible();
  });

  test('leaves the picture where it is: nothing shifts while training', async ({ page }) => {
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(globalThis, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const lab = new LabPage(page);
    await lab.open();
    await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts.splice(0));
    await expect.poll(() => lab.step()).toBeGreaterThan(250);
    expect(await page.evaluate(() => (globalThis as unknown as { shifts: number[] }).shifts)).toEqual([]);
  });
});

test('who wants less motion finds step 0, everything drawn, and a run that waits', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.waitForTimeout(500);
  expect(await lab.step()).toBe(0);
  await expect(page.getByText(/^Press Train/)).toBeVisible();
  expect(Number(await lab.exact('trainingLoss'))).toBeGreaterThan(0);
});

test('xor with the default network reaches 95 % test accuracy in the median of ten seeds', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  const accuracies: number[] = [];
  for (let seed = 1; seed <= 10; seed++) {
    const session = await trained({ seed }, 2000);
    accuracies.push(session.metrics().test?.accuracy ?? 0);
    session.delete();
  }
  // The page shows the same numbers; two of them are enough to see that.
  for (const seed of [1, 2]) {
    await lab.setNumber('seed', seed);
    await expect.poll(() => lab.step()).toBe(0);
    await lab.runTo(2000);
    expect(Number(await lab.exact('testAccuracy'))).toBe(accuracies[seed - 1]);
  }
  accuracies.sort((a, b) => a - b);
  expect((accuracies[4] + accuracies[5]) / 2, accuracies.join(' ')).toBeGreaterThanOrEqual(0.95);
});

test('one step back and one step forward give the same bits', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(5);
  const bits = await lab.bits();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect.poll(() => lab.step()).toBe(4);
  await expect.poll(() => lab.bits()).not.toBe(bits);
  await lab.stepTo(5);
  await expect.poll(() => lab.bits()).toBe(bits);
});

test('an epoch ends where every training point was used once', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(1);
  await page.getByRole('button', { name: 'Epoch', exact: true }).click();
  await expect(page.locator('[data-reading="epoch"]')).toHaveText('1.0');
  expect(await lab.step()).toBe(12);
});

test('a turned learning rate acts in the running run, another network starts it again', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  await lab.setNumber('optimizer.learningRate', 0.5);
  await expect(page.locator('[data-reading="learningRate"]')).toHaveText('0.500');
  expect(await lab.step()).toBe(3);
  await page.getByRole('button', { name: 'One neuron more in hidden layer 1' }).click();
  await expect.poll(() => lab.step()).toBe(0);
  await expect(page.getByLabel('Neurons of hidden layer 1')).toHaveText('5');
  await expect(lab.knob('optimizer.learningRate').locator('input[type="number"]')).toHaveValue('0.5');
});

test('another title leaves the run as it is and stands in the link', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(4);
  const bits = await lab.bits();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('Quarters');
  await page.getByRole('textbox', { name: 'Notes' }).focus();
  await expect(page).toHaveTitle('Quarters · ∇lab');
  await page.keyboard.press('Escape');
  expect(await lab.step()).toBe(4);
  expect(await lab.bits()).toBe(bits);
  const address = await settledAddress(page);
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page).toHaveTitle('Quarters · ∇lab');
});

test('a dialog that is opened again before the browser has told of its end stays open', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  const share = page.getByRole('button', { name: 'Share' });
  await share.click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  // The event `close` is a task of its own: it comes after all of this.
  await dialog.evaluate(async (each: HTMLDialogElement) => {
    each.dispatchEvent(new Event('cancel', { cancelable: true }));
    for (let turns = 0; turns < 20; turns++) await Promise.resolve();
    const opener = document.activeElement as HTMLElement;
    opener.click();
    await new Promise((done) => setTimeout(done, 200));
  });
  await expect(share).toHaveCount(1);
  await expect(dialog).toBeVisible();
});

test('layers are added, bent otherwise and removed above their columns', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  const layer = page.getByRole('button', { name: 'Layer', exact: true });
  await layer.click();
  await expect(page.getByLabel('Neurons of hidden layer 3')).toHaveText('2');
  await page.getByLabel('Activation of hidden layer 3').selectOption({ index: 4 });
  await expect(page.getByLabel('Activation of hidden layer 3')).not.toHaveValue('tanh');
  await page.getByRole('button', { name: 'Remove hidden layer 1' }).click();
  await expect(page.getByLabel('Neurons of hidden layer 3')).toHaveCount(0);
  await expect(page.getByText('2-2-2-1')).toBeVisible();
});

test('the microscope shows the numbers of the unit and the row that were chosen', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.locator('[data-unit="3:1"]').click();
  await expect(page.getByText('Network › Hidden layer 2 › h2·2 › row 1')).toBeVisible();
  const value = page.getByRole('region', { name: 'What comes in' }).locator('td').first();
  const before = await value.innerText();
  await page.getByRole('button', { name: 'Next row' }).click();
  await expect(page.getByText('› row 2')).toBeVisible();
  await expect(value).not.toHaveText(before);
});
