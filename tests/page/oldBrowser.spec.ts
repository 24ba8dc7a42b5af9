/** Browsers that lack something: the lab works without it, or one sentence says what is missing. */
import type { Page } from '@playwright/test';
import { linkTo, trained } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

/** The worker as it begins in a browser that lacks something. */
async function inWorker(page: Page, program: string): Promise<void> {
  await page.route('**/assets/trainer-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: program + (await response.text()) });
  });
}

test('row 70: without vectors the lab runs the scalar engine, to the same bits', async ({ page, sent }) => {
  await inWorker(page, 'WebAssembly.validate = () => false;\n');
  sent.length = 0;
  const lab = new LabPage(page);
  await lab.open(linkTo({ seed: 7 }));
  await lab.stepTo(5);
  const session = await trained({ seed: 7 }, 5);
  expect(await lab.bits()).toBe(session.hash());
  session.delete();
  expect(sent.some(({ path }) => /nablab-scalar.*\.wasm$/.test(path))).toBe(true);
  expect(sent.some(({ path }) => path.includes('nablab-simd'))).toBe(false);
});

test.describe('one sentence says what is missing', () => {
  test.use({ expectedComplaints: /SyntaxError/ });

  test('row 70: without WebAssembly', async ({ page }) => {
    await inWorker(page, 'delete self.WebAssembly;\n');
    await page.goto('');
    await expect(page.getByRole('alert')).toHaveText(/This browser has no WebAssembly/);
  });

  test('row 70: without modules in workers', async ({ page }) => {
    await page.addInitScript(() => {
      const Modern = Worker;
      // What it is told of the kind of its script is not understood.
      globalThis.Worker = new Proxy(Modern, { construct: (_, [url]: [string]) => new Modern(url) });
    });
    await page.goto('');
    await expect(page.getByRole('alert')).toHaveText(/module workers are needed/);
  });
});

test('row 72: a worker of another build is told of, and nothing is asked of it', async ({ page }) => {
  await page.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (this: Worker, message: { type: string }, ...more: never[]): void {
      asked.push(message.type);
      postMessage.call(this, message, ...more);
    };
    const { set } = Object.getOwnPropertyDescriptor(Worker.prototype, 'onmessage') ?? {};
    Object.defineProperty(Worker.prototype, 'onmessage', {
      set(this: Worker, hear: (event: MessageEvent<{ value?: { protocol?: number } }>) => void) {
        set?.call(this, (event: Parameters<typeof hear>[0]) => {
          if (event.data.value?.protocol !== undefined) event.data.value.protocol = 99;
          hear(event);
        });
      },
    });
  });
  await page.goto('');
  await expect(page.getByRole('alert')).toHaveText(/different versions \(99 and 1\): load the page again/);
  expect(await page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)).toEqual(['open', 'open']);
});
