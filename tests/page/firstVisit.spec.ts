import { contentSecurityPolicy } from '../../scripts/serve.mjs';
import { expect, test } from './fixtures/test';

/** Compressed bytes that a first visit may load. */
const budget = 400_000;

test('a first visit loads less than 400 KB, one build of the engine, and no table', async ({ page, sent }) => {
  const before = sent.length;
  await page.goto('', { waitUntil: 'networkidle' });
  const files = sent.slice(before);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(files.filter(({ path }) => path.endsWith('.wasm'))).toHaveLength(1);
  expect(files.filter(({ path }) => path.endsWith('.csv'))).toEqual([]);
  expect(total, JSON.stringify(files, null, 1)).toBeLessThan(budget);
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
