import { readFile } from 'node:fs/promises';
import type { Locator, Page, Route, Worker as PageWorker } from '@playwright/test';
import { linkTo, trained } from './fixtures/engine';
import { LabPage, trainer } from './fixtures/lab';
import { expect, test } from './fixtures/test';

// The browser complains of much here; of exceptions that nobody has caught there are none.
test.use({ expectedComplaints: /^(?!exception: )/ });

const alert = (page: Page) => page.getByRole('alert');
const workerScript = '**/assets/trainer-*.js';
const engineFile = '**/*.wasm';

/** Lets the worker's engine be broken from outside: `self.engine` holds its instance. */
async function plant(page: Page, more = () => ''): Promise<void> {
  const prefix = () => `
    const start = WebAssembly.instantiate;
    WebAssembly.instantiate = async (...given) => {
      const instance = await start(...given);
      self.engine ??= instance;
      return instance;
    };
    ${more()}\n`;
  await page.route(workerScript, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: prefix() + (await response.text()) });
  });
}

type Broken = typeof globalThis & { engine: WebAssembly.Instance };

/** Every indirect call of the core traps from now on. */
const trap = async (page: Page) =>
  (await trainer(page)).evaluate(() => {
    const values = Object.values((self as unknown as Broken).engine.exports);
    const table = values.find((value) => value instanceof WebAssembly.Table) as WebAssembly.Table;
    for (let i = 0; i < table.length; i++) table.set(i, null);
  });

/**
 * Presses Step, which the worker does not survive, and waits for the sentence that it is back: at the same step, with
 * the same bits. That takes less than a second; the limit is wide because other tests and their browsers run beside.
 */
async function expectRecovery(page: Page, step: number, bits: string): Promise<void> {
  const lab = new LabPage(page);
  const milliseconds = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const begun = performance.now();
        new MutationObserver((_, observer) => {
          if (!document.querySelector('[role="alert"]')) return;
          observer.disconnect();
          resolve(performance.now() - begun);
        }).observe(document.body, { childList: true, subtree: true });
        dispatchEvent(new KeyboardEvent('keydown', { key: '.' }));
      }),
  );
  test.info().annotations.push({ type: 'milliseconds until the engine was back', description: `${milliseconds}` });
  expect(milliseconds).toBeLessThan(10_000);
  await expect(alert(page)).toHaveText(new RegExp(`started again; you are at step ${step}`));
  await expect.poll(() => lab.bits()).toBe(bits);
  await lab.stepTo(step + 1);
}

/** A lab at that step whose engine traps at the next call, and its bits, which such an engine can tell no more. */
async function trapAt(page: Page, step: number): Promise<{ lab: LabPage; bits: string }> {
  await plant(page);
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(step);
  const bits = await lab.bits();
  await trap(page);
  return { lab, bits };
}

test('row 64: a trap in the core rejects what was asked for, and a fresh engine is at the same step with the same bits', async ({
  page,
}) => {
  const { bits } = await trapAt(page, 4);
  await expectRecovery(page, 4, bits);
});

for (const [what, act] of [
  ['an epoch', (lab: LabPage) => lab.page.keyboard.press('e')],
  ['a way back', (lab: LabPage) => lab.timeBar.fill('1')],
  ['a knob that is turned', (lab: LabPage) => lab.setNumber('optimizer.learningRate', 0.3)],
  ['another experiment', (lab: LabPage) => lab.page.getByRole('button', { name: 'Two moons' }).click()],
] as const)
  test(`row 64: what is asked for when ${what} meets a trap settles; the lab is where it was, and goes on`, async ({
    page,
  }) => {
    const { lab, bits } = await trapAt(page, 4);
    await act(lab);
    // A control says beside itself what has become of its change.
    await expect(alert(page).filter({ hasText: 'started again; you are at step 4' })).toBeVisible();
    await expect.poll(() => lab.bits()).toBe(bits);
    await expect(page).toHaveTitle('XOR · ∇lab');
    await lab.stepTo(5);
    const session = await trained({}, 5);
    expect(await lab.bits()).toBe(session.hash());
    session.delete();
  });

/** A worker fails, as after an error in its script. */
const fail = (worker: PageWorker | undefined) =>
  worker?.evaluate(() => {
    setTimeout(() => {
      throw new Error('planted');
    });
  });
/** Of several workers a race's, or a companion's, is the last. */
const newestWorker = (page: Page) => page.workers().at(-1);

type Holding = typeof globalThis & { held?: unknown; release: () => void };

/** Every worker that is to take a run to a step waits before it goes. */
const holding = `
  self.addEventListener('message', (event) => {
    if (self.name !== 'trainer' || event.data.type !== 'seek' || self.held === 'let go') return;
    event.stopImmediatePropagation();
    self.held = event.data;
  });
  self.release = () => {
    const { held } = self;
    self.held = 'let go';
    self.dispatchEvent(new MessageEvent('message', { data: held }));
  };`;

/** Waits until a worker holds its way and the page shows the first step; resolves to where that way leads. */
async function heldWay(page: Page): Promise<number> {
  const wayOf = async () => {
    const held = await (await trainer(page)).evaluate(() => (self as unknown as Holding).held);
    return (held as { step: number } | undefined)?.step ?? null;
  };
  const steps = () => wayOf().catch(() => null);
  await expect.poll(steps).not.toBeNull();
  await expect.poll(() => new LabPage(page).step()).toBe(0);
  return (await wayOf()) ?? NaN;
}

/** The engine is lost while its way to step 4 is held; the next one goes there, and the run is as it was. */
async function expectNextToArrive(lab: LabPage, bits: string): Promise<void> {
  const { page } = lab;
  const first = await trainer(page);
  await fail(first);
  await expect.poll(async () => (await trainer(page).catch(() => first)) !== first).toBe(true);
  expect(await heldWay(page)).toBe(4);
  await (await trainer(page)).evaluate(() => (self as unknown as Holding).release());
  await expect(alert(page)).toHaveText(/started again; you are at step 4/);
  await expect.poll(() => lab.bits()).toBe(bits);
  await lab.stepTo(5);
}

test('an engine that is lost on the way back loses no place: the next one goes there', async ({ page }) => {
  let isHolding = false;
  await plant(page, () => (isHolding ? holding : ''));
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(4);
  const bits = await lab.bits();
  isHolding = true;
  await trap(page);
  await page.keyboard.press('.');
  expect(await heldWay(page)).toBe(4);
  await expectNextToArrive(lab, bits);
});

test('a reload, or a loss of the engine, on the way back to where one was does not forget that place', async ({
  page,
}) => {
  let isHolding = false;
  await plant(page, () => (isHolding ? holding : ''));
  const lab = new LabPage(page);
  await lab.open(linkTo({}));
  await lab.stepTo(4);
  const bits = await lab.bits();
  isHolding = true;
  await page.reload();
  expect(await heldWay(page)).toBe(4);
  // What the page holds is kept every second, and when it is left.
  await page.waitForTimeout(1200);
  await page.reload();
  expect(await heldWay(page)).toBe(4);
  await expectNextToArrive(lab, bits);
});

test('row 66: what is too large for the memory is refused; the run stands and trains on to the same bits', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  const bits = await lab.bits();
  await (
    await trainer(page)
  ).evaluate(() => {
    WebAssembly.Memory.prototype.grow = () => {
      throw new RangeError('planted: no memory');
    };
  });
  const wide = { kind: 'dense', units: 512 };
  await page.goto(linkTo({ layers: [wide, wide, wide, wide, { kind: 'dense', units: 1 }] }));
  await expect(alert(page)).toHaveText(/too large for the memory here/);
  await expect.poll(() => lab.bits()).toBe(bits);
  await lab.stepTo(6);
  const session = await trained({}, 6);
  expect(await lab.bits()).toBe(session.hash());
  session.delete();
});

test('a worker that cannot make its frames any more for want of memory is replaced', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  const bits = await lab.bits();
  await (
    await trainer(page)
  ).evaluate(() => {
    const typed = Object.getPrototypeOf(Float64Array) as { prototype: Float64Array };
    typed.prototype.slice = () => {
      throw new RangeError('planted: Array buffer allocation failed');
    };
  });
  await expectRecovery(page, 2, bits);
});

/** Every number of a table that tells all of its digits. */
const digits = (table: Locator) =>
  table.locator('[data-exact]').evaluateAll((all) => all.map((each) => each.getAttribute('data-exact')));

test('a race and a run beside another have workers of their own, which are replaced at the same step', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(4);
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await page.getByRole('button', { name: 'Fork at step 4' }).click();
  const beside = page.locator('[data-run="B"]');
  await expect(beside.locator('[data-pair="step"]')).toHaveText('4');
  const forked = await digits(beside);
  expect(forked.length).toBeGreaterThan(1);
  await fail(newestWorker(page));
  await expect(alert(page)).toHaveText(/started again; you are at step 4/);
  await expect.poll(() => digits(beside)).toEqual(forked);
  await page.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('tab', { name: 'Optimizers race' }).click();
  const ranking = page.getByRole('table', { name: 'Ranking by loss' });
  const race = page.getByRole('group', { name: 'Race', exact: true });
  await race.getByRole('button', { name: 'Step' }).click();
  await expect(ranking.getByText('step 1').first()).toBeVisible();
  const ranked = await digits(ranking);
  expect(ranked.length).toBeGreaterThan(1);
  await fail(newestWorker(page));
  await expect(alert(page)).toHaveText(/started again; you are at step 1/);
  await expect.poll(() => digits(ranking)).toEqual(ranked);
});

test('row 67: an engine that answers nothing for ten seconds can be stopped; what waits for it settles, and nothing is lost', async ({
  page,
}) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(3);
  const bits = await lab.bits();
  await (
    await trainer(page)
  ).evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  });
  await page.keyboard.press('.');
  await expect(page.getByText('has not answered for two seconds')).toBeVisible({ timeout: 8000 });
  await expect(alert(page)).toHaveText(/has not answered for ten seconds/, { timeout: 25_000 });
  // The page itself lives.
  await page.getByRole('tab', { name: 'Accuracy' }).click();
  await expect(page.getByRole('button', { name: /^Curves of the accuracy over/ })).toBeVisible();
  await page.getByRole('button', { name: 'Stop it' }).click();
  await expect(alert(page)).toHaveText(/started again; you are at step 3/);
  await expect.poll(() => lab.bits()).toBe(bits);
  await lab.stepTo(4);
});

test('row 64: after three losses in a minute the page offers the experiment and a report as files', async ({
  page,
}) => {
  await plant(page);
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(1);
  for (let i = 0; i < 3; i++) {
    await trap(page);
    await page.keyboard.press('.');
    if (i < 2) await page.getByRole('button', { name: 'Close' }).click();
  }
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save a report' }).click();
  const report = JSON.parse(await readFile(await (await download).path(), 'utf8')) as Record<string, unknown>;
  expect(report).toMatchObject({ nablab: 'report', error: { code: 'ENGINE_LOST' }, experiment: { version: 1 } });
  expect(report.losses).toHaveLength(3);
  await expect(page.getByRole('button', { name: 'Save my experiment' })).toBeVisible();
  await page.reload();
  await expect(page.locator('[data-reading="step"]')).toBeVisible();
});

test('row 72: messages that make no sense change nothing', async ({ page }) => {
  await page.addInitScript(() => {
    const Original = Worker;
    globalThis.Worker = class extends Original {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        Object.assign(globalThis, { captured: this });
      }
    };
  });
  const lab = new LabPage(page);
  await lab.open();
  await lab.stepTo(2);
  await page.evaluate(async () => {
    const { captured } = globalThis as unknown as { captured: Worker };
    const strange: unknown[] = [null, 'step', 7, {}, { type: 'step' }, { type: 7, id: 1 }, { type: 'future', id: 1e6 }];
    for (const message of strange) captured.postMessage(message);
    // Whatever is asked for waits for its own answer.
    dispatchEvent(new KeyboardEvent('keydown', { key: '.' }));
    for (let i = 0; i < 20; i++) await null;
    for (let id = 0; id < 1000; id++)
      captured.dispatchEvent(new MessageEvent('message', { data: { type: 'future', id } }));
    captured.dispatchEvent(new MessageEvent('message', { data: { type: 'done', id: 1e6, value: 1 } }));
  });
  await lab.stepTo(3);
  await expect(alert(page)).toHaveCount(0);
});

test.describe('files that do not come as they should', () => {
  const missing = (route: Route) => route.fulfill({ status: 404, body: 'not found' });

  test('row 69: a worker that is gone is asked for twice and then told of', async ({ page }) => {
    let asked = 0;
    await page.route(workerScript, (route) => {
      asked++;
      return missing(route);
    });
    await page.goto('');
    await expect(alert(page)).toHaveText(/part of the page that trains could not be loaded/);
    expect(asked).toBe(2);
  });

  test('row 68: an engine that is missing once is asked for again', async ({ page }) => {
    let asked = 0;
    await page.route(engineFile, (route) => (asked++ === 0 ? missing(route) : route.continue()));
    await new LabPage(page).open();
  });

  test('row 68: an engine that is cut short is told of, and one of the wrong type is taken', async ({ page }) => {
    await page.route(engineFile, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.body()).subarray(0, 5000) });
    });
    await page.goto('');
    await expect(alert(page)).toHaveText(/engine could not be loaded/);
    await page.unroute(engineFile);
    await page.route(engineFile, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'text/plain' } });
    });
    await page.getByRole('button', { name: 'Load again' }).click();
    await expect(page.locator('[data-reading="step"]')).toBeVisible();
  });

  for (const [what, directive, instead, advice] of [
    ['the engine', " 'wasm-unsafe-eval'", '', "script-src 'self' 'wasm-unsafe-eval'"],
    ['workers', "worker-src 'self'", "worker-src 'none'", "worker-src 'self'"],
    ['fetching', "connect-src 'self'", "connect-src 'none'", "connect-src 'self'"],
    ['a worker of our kind', 'trusted-types nablab', 'trusted-types', 'trusted-types nablab'],
  ] as const)
    test(`row 71: a policy that forbids ${what} is named with the directive to add`, async ({ page }) => {
      await page.route('**/*', async (route) => {
        const response = await route.fetch();
        const given = response.headers()['content-security-policy'];
        const policy = given.replace(directive, instead);
        expect(policy).not.toBe(given);
        await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
      });
      await page.goto('');
      await expect(alert(page)).toContainText(advice);
    });
});
