/**
 * A lab in other people's pages: the hosts of `examples/hosts/`, which come from an origin of their own. A host whose tool
 * is missing here is not opened.
 */
import type { FrameLocator, Locator, Page } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectAccessible } from './fixtures/axe';
import { trained } from './fixtures/engine';
import { serveHosts } from './fixtures/hostServer';
import { expect, test as base } from './fixtures/test';
import { sites } from '../hosts/tools';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What makes each of them in a folder; false where the tool is missing. */
const makers: Record<string, (source: string, target: string) => boolean> = {
  plain: copy,
  slides: (source, target) => {
    cpSync(join(root, 'node_modules/reveal.js/dist'), join(target, 'reveal.js/dist'), { recursive: true });
    return copy(source, target);
  },
  notebook: (source, target) => {
    const file = ['course.ipynb', '--output', 'index', '--output-dir', target];
    return isRun('/usr/bin/python3', ['-m', 'nbconvert', '--to', 'html', ...file], source);
  },
  handbook: (source, target) => isRun('/usr/bin/mkdocs', ['-q', 'build', '-d', target], source),
  anywidget: (source, target) =>
    isRun('/usr/bin/python3', [join(root, 'tests/page/fixtures/anywidgetHost.py'), source, target], root),
};

function copy(source: string, target: string): boolean {
  cpSync(source, target, { recursive: true });
  return true;
}

const isRun = (program: string, given: string[], cwd: string) => spawnSync(program, given, { cwd }).status === 0;

interface Hosts {
  /** Makes a host and opens its page; false if its tool is missing. */
  host: (name: string) => Promise<boolean>;
  /** Where the hosts are served: an origin of their own, without a policy. */
  around: { folder: string; address: string };
}

const test = base.extend<Hosts>({
  // Hosts are another origin than the lab's, and bring what they want: also what is not to be had here.
  expectedComplaints:
    /another origin|Failed to load|local resource|not defined|Scripts may not|frame-ancestors|file:|BLOCKED_BY_RESPONSE/i,
  around: async ({ address }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'nablab-hosts-'));
    const { address: around, stop } = await serveHosts(folder, address);
    await use({ folder, address: around });
    stop();
    rmSync(folder, { recursive: true });
  },
  host: async ({ page, around }, use) => {
    // Nothing beyond this machine.
    await page.route(
      (url) => url.hostname !== '127.0.0.1',
      (route) => route.abort('aborted'),
    );
    await use(async (name) => {
      const isMade = makers[name](join(root, 'examples/hosts', name), join(around.folder, name));
      if (isMade) await page.goto(`${around.address}/${name}/`);
      return isMade;
    });
  },
});

const stepOf = (lab: FrameLocator) => lab.locator('[data-reading="step"]');

/** Trains a lab in a frame by its buttons. */
async function expectToTrain(lab: FrameLocator): Promise<void> {
  const step = stepOf(lab);
  // A lesson's experiment may begin at a far step.
  await expect(lab.locator('[role="group"][aria-busy="false"]').first()).toBeVisible();
  const before = Number(await step.innerText());
  const forward = lab.getByRole('button', { name: /^(Step|一步)$/ });
  await forward.click();
  await expect(step).toHaveText(String(before + 1));
}

const say = (page: Page, message: object) =>
  page.evaluate((data) => document.querySelector('iframe')?.contentWindow?.postMessage(data, '*'), message);

test('a page written by hand: frames with and without rights, and the element, from another origin', async ({
  page,
  host,
  address,
}) => {
  await host('plain');
  const [framed, boxed] = [page.frameLocator('iframe').first(), page.frameLocator('iframe.boxed')];
  await expectToTrain(framed);
  await test.step('the frame has the height that its content needs, and no more', async () => {
    const frame = page.locator('iframe').first();
    const height = async () => (await frame.boundingBox())?.height ?? 0;
    await expect.poll(height).toBeGreaterThan(300);
    const first = await height();
    await frame.evaluate((element) => (element.style.width = '320px'));
    await expect.poll(height).not.toBe(first);
    await page.waitForTimeout(400);
    const settled = await height();
    expect(settled).toBeLessThan(1200);
    await page.waitForTimeout(400);
    expect(await height()).toBe(settled);
  });
  await test.step('a script that comes late asks again, and no other frame grows', async () => {
    const frame = page.locator('iframe').first();
    const before = (await frame.boundingBox())?.height;
    await page.evaluate(async (from) => {
      const height = { source: 'nablab', version: 1, type: 'height', height: 999 };
      const stranger = document.createElement('iframe');
      stranger.className = 'stranger';
      stranger.srcdoc = `<script>parent.postMessage(${JSON.stringify(height)}, '*')</script>`;
      document.body.append(stranger);
      await new Promise((done) => (stranger.onload = done));
      for (const each of document.querySelectorAll('iframe')) each.style.height = '';
      const again = document.createElement('script');
      again.src = from;
      document.head.append(again);
    }, `${address}embed.js`);
    await expect.poll(async () => (await frame.boundingBox())?.height).toBe(before);
    expect(await page.locator('.stranger').evaluate((each) => each.style.height)).toBe('');
    await page.locator('.stranger').evaluate((each) => each.remove());
  });
  await test.step('it hears orders of the right form, and counts what else it is told', async () => {
    const host = { source: 'nablab-host', version: 1 };
    await say(page, { ...host, type: 'theme', theme: 'dark' });
    await say(page, { ...host, type: 'language', language: 'zh' });
    await expect(framed.getByRole('button', { name: '一步', exact: true })).toBeVisible();
    await expect(framed.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(framed.locator('html')).not.toHaveAttribute('data-dropped');
    await page.waitForTimeout(1000);
    await page.evaluate((data) => {
      const frame = document.querySelector('iframe')?.contentWindow;
      for (let i = 0; i < 1000; i++) frame?.postMessage({ ...data, type: 'erase' }, '*');
    }, host);
    await expect(framed.locator('html')).toHaveAttribute('data-dropped', '1000');
  });
  await test.step('row 85: it hears nobody but the page around it', async () => {
    await page.waitForTimeout(1000);
    await page.evaluate(async () => {
      const order = { source: 'nablab-host', version: 1, type: 'theme', theme: 'light' };
      const stranger = document.createElement('iframe');
      stranger.srcdoc = `<script>parent.frames[0].postMessage(${JSON.stringify(order)}, '*')</script>`;
      document.body.append(stranger);
      await new Promise((done) => (stranger.onload = done));
      stranger.remove();
    });
    await expect(framed.locator('html')).toHaveAttribute('data-dropped', '1001');
    await expect(framed.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
  await test.step('row 86: a content that is never content with its height is not followed for ever', async () => {
    await framed.locator('footer').evaluate((foot) => {
      let flips = 0;
      // Whatever height the frame is given, the content wants another one.
      const flip = () => (foot.style.paddingBlock = `${++flips % 2 ? 40 : 80}px`);
      addEventListener('resize', flip);
      flip();
    });
    const heights = await page.evaluate(async () => {
      const told: number[] = [];
      addEventListener('message', ({ data }: MessageEvent<{ height: number }>) => told.push(data.height));
      const frame = document.querySelector('iframe');
      if (frame) frame.style.width = '400px';
      await new Promise((done) => setTimeout(done, 3000));
      return told;
    });
    expect(heights.length).toBeGreaterThan(2);
    expect(heights.length).toBeLessThanOrEqual(8);
  });
  await test.step('keys and wheel belong to the page', async () => {
    const before = await stepOf(framed).innerText();
    await page.locator('h1').click();
    for (const key of ['.', 'e', 'Space']) await page.keyboard.press(key);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(100);
    expect(await stepOf(framed).innerText()).toBe(before);
  });
  await expectToTrain(boxed);
  const element = page.locator('nablab-lab');
  await element.getByRole('button', { name: 'Step', exact: true }).click();
  await expect(element.locator('[data-reading="step"]')).toHaveText('101');
  await expect(element.getByText('Momentum', { exact: true })).toBeHidden();
});

test('slides: the lab trains on its slide, and the arrows still turn slides', async ({ page, host }) => {
  await host('slides');
  await page.keyboard.press('ArrowRight');
  const lab = page.frameLocator('iframe');
  await expectToTrain(lab);
  await page.locator('body').press('ArrowRight');
  await expect(page.getByText('Questions?')).toBeVisible();
});

for (const name of ['notebook', 'handbook']) {
  test(`a ${name}: the lab trains in the page that the tool has made`, async ({ page, host }) => {
    test.skip(!(await host(name)), `The tool that makes a ${name} is missing.`);
    const frame = page.locator('iframe');
    await frame.scrollIntoViewIfNeeded();
    await expectToTrain(page.frameLocator('iframe'));
    const way = page.frameLocator('iframe').getByRole('link', { name: 'Open in the full lab' });
    await expect(way).toHaveAttribute('href', /index\.html\?lang=en#nablab=/);
  });
}

/** The kernel's side of a widget: what `anywidgetHost.py` puts into its page. */
interface Notebook {
  saved: Record<string, unknown>;
  set: (name: string, value: unknown) => void;
  call: (method: string) => void;
  leave: () => void;
  left: () => number;
}

test('a widget: it shows what the kernel sets, obeys its methods, writes back what happens, and leaves nothing', async ({
  page,
  host,
}) => {
  test.skip(!(await host('anywidget')), 'Python is missing.');
  const kernel = <Result>(work: (notebook: Notebook) => Result) =>
    page.evaluate(`(${String(work)})(globalThis.host)`) as Promise<Result>;
  const expectSaved = (name: string) => expect.poll(async () => (await kernel(({ saved }) => saved))[name]);
  const lab = page.locator('nablab-lab');
  await lab.getByRole('button', { name: 'Step', exact: true }).click();
  await expectSaved('step').toBe(1);
  const spiral = { version: 1, data: { kind: 'spiral' }, stop: { steps: 40 } };
  const session = await trained(spiral, 40);
  const [bits, metrics] = [session.hash(), session.metrics()];
  session.delete();
  await page.evaluate(
    (document) => (globalThis as unknown as { host: Notebook }).host.set('experiment', document),
    spiral,
  );
  await kernel((notebook) => notebook.call('train'));
  await expectSaved('hash').toBe(bits);
  const { saved } = await kernel((notebook) => notebook);
  expect(saved).toMatchObject({ step: 40, readings: { metrics }, end: { step: 40, reason: 'steps' }, error: null });
  expect(saved).toMatchObject({ current: { data: { kind: 'spiral' } }, link: expect.stringMatching(/^nablab=1~/) });
  await kernel((notebook) => notebook.call('seek'));
  await expectSaved('step').toBe(10);
  await kernel((notebook) => notebook.call('explode'));
  await expectSaved('error').toMatchObject({ code: 'ARGUMENT', path: 'order', found: '"explode"' });
  await kernel((notebook) => notebook.set('experiment', { version: 1, batchSize: -1 }));
  await expectSaved('error').toMatchObject({ code: 'RANGE', path: 'batchSize' });
  await kernel((notebook) => notebook.set('language', 'zh'));
  await expect(lab.getByRole('button', { name: '一步', exact: true })).toBeVisible();
  await kernel((notebook) =>
    notebook.set('experiment', { version: 1, data: { kind: 'breastCancer' }, preprocessing: [] }),
  );
  await expectSaved('findings').not.toEqual([]);
  await kernel((notebook) => notebook.leave());
  await expect(lab).toHaveCount(0);
  expect(await kernel((notebook) => notebook.left())).toBe(0);
  await expect.poll(() => page.workers().length).toBe(0);
});

test('the dialog shows what it gives to be pasted, to the keyboard alone, and axe finds nothing', async ({
  page,
  address,
}) => {
  await page.goto(address);
  await page.getByRole('button', { name: 'Share' }).press('Enter');
  await page.getByRole('button', { name: 'Embed …' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Embed this experiment' });
  const toggled = ['Network', 'Curves', 'Output', 'Learning rate'];
  const focused = page.locator(':focus');
  /** Goes on by Tab to the next control that is wanted. */
  const tabTo = async (control: Locator) => {
    for (let stops = 0; stops < 40; stops++) {
      await page.keyboard.press('Tab');
      if (await control.evaluate((each) => each === document.activeElement)) return;
    }
    throw new Error(`Tab does not lead to ${String(control)}.`);
  };
  await expect(dialog).toBeVisible();
  await tabTo(dialog.getByLabel('Language'));
  await page.keyboard.press('ArrowDown');
  await expect(focused).toHaveValue('zh');
  for (const part of toggled) {
    await tabTo(dialog.getByLabel(part, { exact: true }));
    await page.keyboard.press('Space');
  }
  const code = dialog.getByLabel('To be pasted');
  await expect(code).toHaveValue(
    /^<iframe src="[^"]*embed\.html\?controls=play\+step\+reset\+speed\+readings\+optimizer/,
  );
  const lab = dialog.frameLocator('iframe');
  await expect(lab.getByText('学习率').first()).toBeVisible();
  await expectAccessible(page, 'dialog', { dark: false });
  await tabTo(dialog.getByLabel('As', { exact: true }));
  await page.keyboard.type('El');
  await expect(code).toHaveValue(/<nablab-lab experiment="nablab=1~[^"]*" controls="play step/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Embed …' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expectToTrain(lab);
});

test.describe('without scripts', () => {
  // What was to be loaded early is refused with all other scripts.
  test.use({ javaScriptEnabled: false, expectedComplaints: /^request failed: .*\.js csp$/ });

  test('row 87: a frame says in words what would be there, and leads to the lessons', async ({ page, address }) => {
    await page.goto(`${address}embed.html`);
    const words = page.locator('body');
    expect(await words.innerText()).toContain('That needs JavaScript');
    const coming = page.waitForEvent('popup');
    await page.locator('noscript a').first().click();
    await expect((await coming).getByRole('heading', { level: 1 })).toBeVisible();
    await page.goto(address);
    expect(await words.innerText()).toContain('it needs JavaScript');
  });
});

test('row 88: the app itself cannot be framed, and every example has a test', async ({ page, address, host }) => {
  await host('plain');
  await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.prepend(frame);
  }, address);
  // What stands there instead is the browser's own page, which says that it was refused.
  await expect.poll(() => page.frames().map((frame) => frame.url())).toContain('chrome-error://chromewebdata/');
  expect(page.frames().some((frame) => frame.url() === address)).toBe(false);
  const examples = readdirSync(join(root, 'examples/hosts'), { withFileTypes: true });
  const folders = examples.filter((each) => each.isDirectory()).map((each) => each.name);
  // The others are made with tools of their own, by `npm run hosts:report`.
  expect(folders).toEqual([...Object.keys(makers), ...Object.keys(sites)].sort());
});
