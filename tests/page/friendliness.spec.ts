import { expectAccessible } from './fixtures/axe';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const sizes = {
  desktop: { width: 1440, height: 900 },
  small: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
};

for (const locale of ['en-US', 'zh-CN']) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test('axe finds nothing to complain of', async ({ page }) => {
      const lab = new LabPage(page);
      await lab.open();
      await expect(page.locator('html')).toHaveAttribute('lang', locale === 'en-US' ? 'en' : 'zh-Hans');
      await expectAccessible(page);
      await page.locator('button:has-text("All settings"), button:has-text("全部设置")').click();
      await expectAccessible(page);
      await page.locator('[data-dataset="iris"], [data-choice="data"] select').first().selectOption('digits');
      await expect(page.locator('[data-reading="step"]')).toHaveText('0');
      await page.setViewportSize(sizes.phone);
      await expectAccessible(page);
    });
  });
}

for (const [name, viewport] of Object.entries(sizes)) {
  test.describe(`at the size of a ${name}`, () => {
    test.use({ viewport, contextOptions: { reducedMotion: 'no-preference' } });

    test('the output map is wholly on the screen while training, and the page is no wider than the screen', async ({
      page,
    }) => {
      const lab = new LabPage(page);
      await lab.open();
      await expect.poll(() => lab.step()).toBeGreaterThan(20);
      const box = await page.getByTestId('output').boundingBox();
      expect(box).not.toBeNull();
      if (!box) return;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(viewport.width);
      expect(box.y + box.height).toBeLessThanOrEqual(viewport.height);
      expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(name === 'desktop' ? 400 : 250);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
      // The last button of the bar at the top: what does not fit is cut off there.
      const help = await page.getByRole('button', { name: 'Help' }).boundingBox();
      expect((help?.x ?? Infinity) + (help?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
    });
  });
}

test('at 1440 × 900 nothing has to be scrolled', async ({ page }) => {
  await new LabPage(page).open();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(900);
});

test.describe('with the keyboard alone', () => {
  test('an experiment is changed, trained, looked into and rewound', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    await page.keyboard.press('.');
    await expect.poll(() => lab.step()).toBe(1);
    await page.keyboard.press('[');
    await expect.poll(() => lab.step()).toBe(0);
    await page.keyboard.press(' ');
    await expect.poll(() => lab.step()).toBeGreaterThan(3);
    await page.keyboard.press(' ');
    await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();

    await lab.choice('optimizer').focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => lab.step()).toBe(0);
    await page.locator('[data-unit][tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Network › Hidden layer 1')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  test('a letter typed into a field trains nothing, and keys can be switched off', async ({ page }) => {
    const lab = new LabPage(page);
    await lab.open();
    await lab.knob('batchSize').locator('input[type="number"]').focus();
    await page.keyboard.press('.');
    await page.waitForTimeout(200);
    expect(await lab.step()).toBe(0);
    await page.getByRole('button', { name: 'Help' }).click();
    await page.getByLabel(/Single keys act/).uncheck();
    await page.keyboard.press('Escape');
    await page.locator('body').press('.');
    await page.waitForTimeout(200);
    expect(await lab.step()).toBe(0);
  });

  test('the tabulator walks through the whole page and out again', async ({ page }) => {
    await new LabPage(page).open();
    const seen = new Set<string>();
    let left = false;
    for (let i = 0; i < 200 && !left; i++) {
      await page.keyboard.press('Tab');
      const place = await page.evaluate(() => {
        const element = document.activeElement;
        return element === document.body ? null : (element?.closest('section, header, nav')?.className ?? 'elsewhere');
      });
      if (place === null) left = true;
      else seen.add(place.split(' ')[0]);
    }
    expect(left).toBe(true);
    const inOrder = [
      'rooms',
      'top',
      'transport',
      'data',
      'network',
      'output',
      'curves',
      'microscope',
      'findings',
      'time',
    ];
    expect([...seen]).toEqual(inOrder);
  });
});

test('an explanation comes with the focus and goes with Esc', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('button', { name: 'All settings' }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('tooltip')).toContainText('A step of its own for every parameter');
  await expect(page.getByRole('tooltip')).toContainText('Kingma');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toHaveCount(0);
});

test('the language is remembered, and every word of the page changes with it', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('button', { name: '简体中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await page.reload();
  await expect(page.getByRole('button', { name: '训练', exact: true })).toBeVisible();
  const english = await page.locator('h2, label, .button, dt').allInnerTexts();
  const known = /^(English|Tanh|Adam|L2|XOR)?$/;
  expect(english.filter((text) => /^[A-Za-z ]{4,}$/.test(text) && !known.test(text))).toEqual([]);
});
