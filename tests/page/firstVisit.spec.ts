import { contentSecurityPolicy } from '../../scripts/serve.mjs';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

/** Compressed bytes that a first visit may load until the lab trains, and then for the rest of the engine. */
const budget = { lab: 300_000, rest: 270_000 };

test('a first visit loads less than 300 KB until the lab trains, then the rest of the engine, and no table', async ({
  page,
  sent,
}) => {
  const before = sent.length;
  await page.goto('', { waitUntil: 'networkidle' });
  const files = sent.slice(before);
  const engine = files.map(({ path }) => path).filter((path) => path.endsWith('.wasm'));
  expect(engine).toEqual([expect.stringMatching(/simd-/), expect.stringMatching(/simd\.rest-/)]);
  expect(files.filter(({ path }) => path.endsWith('.csv'))).toEqual([]);
  // The lab waits neither for the rest of the engine nor for what the doctor says.
  const isLater = (path: string) => path === engine[1] || path.includes('/DiagnosisSummary-');
  const bytesOf = (some: typeof files) => some.reduce((sum, { bytes }) => sum + bytes, 0);
  const rest = bytesOf(files.filter(({ path }) => isLater(path)));
  const lab = bytesOf(files.filter(({ path }) => !isLater(path)));
  expect(lab, JSON.stringify(files, null, 1)).toBeLessThan(budget.lab);
  expect(rest).toBeLessThan(budget.rest);
});

test('the lab trains before the rest of the engine has come, and what needs the rest waits for it', async ({
  page,
}) => {
  let send = () => {};
  const sending = new Promise<void>((resolve) => (send = resolve));
  await page.route(/simd\.rest-/, (route) => sending.then(() => route.continue()));
  const lab = new LabPage(page);
  await lab.open();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(() => lab.step()).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();

  await lab.choice('optimizer').selectOption('adagrad');
  send();
  await expect.poll(() => lab.step()).toBe(0);
  await lab.stepTo(3);
});

test('every file, the worker too, comes under the policy that lets nothing else in', async ({ page }) => {
  const policies = new Map<string, string | undefined>();
  page.on('response', (response) => policies.set(response.url(), response.headers()['content-security-policy']));
  await page.goto('', { waitUntil: 'networkidle' });
  expect([...policies.keys()].some((url) => /trainer.*\.js$/.test(url))).toBe(true);
  expect([...new Set(policies.values())]).toEqual([contentSecurityPolicy]);
});

test.describe('hostile code in the page', () => {
  test.use({
    expectedComplaints:
      /Content Security Policy|Trusted|TrustedHTML|another origin|request failed|unsafe-eval|script-src/,
  });

  test('is stopped by the policy, and so are requests that are not ours', async ({ page }) => {
    await page.goto('');
    const outcome = await page.evaluate(async () => {
      const violations: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
      const attacks = [
        () => (document.body.appendChild(document.createElement('div')).innerHTML = '<b>x</b>'),
        () => document.createElement('img').setAttribute('onerror', 'globalThis.attacked = true'),
        () => new Function('return 1')() as unknown,
        () => document.body.appendChild(document.createElement('script')).append('globalThis.attacked = true'),
      ];
      for (const attack of attacks) {
        try {
          attack();
        } catch {
          // What counts is the report of the violation.
        }
      }
      const connected = await fetch('https://example.invalid/').then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { connected, attacked: 'attacked' in globalThis, violations };
    });
    expect(outcome).toMatchObject({ connected: false, attacked: false });
    expect(outcome.violations).toContain('connect-src');
    expect(outcome.violations).toContain('require-trusted-types-for');
  });
});
