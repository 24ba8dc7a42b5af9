/** The doctor's word in the lab. */
import { engine, linkTo, trained } from './fixtures/engine';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

test('the lab says what is wrong with a run, marks where it began, and leads to the doctor', async ({ page }) => {
  const fault = { optimizer: { kind: 'gradientDescent', learningRate: 10 } };
  const lab = new LabPage(page);
  await lab.open(linkTo(engine.adapt({ version: 1, ...fault })));
  await lab.epochsTo(600);
  const session = engine.createSession();
  session.watch(true);
  session.configure(engine.adapt({ version: 1, ...fault }));
  session.step(600);
  const { headline, findings } = session.diagnosis();
  session.delete();
  const summary = page.locator('[data-headline]');
  await expect(summary).toHaveAttribute('data-headline', headline?.cause ?? '', { timeout: 15_000 });
  await expect(summary.getByRole('status')).toHaveText('The doctor’s first finding: Learning rate too high.');
  const shown = () => summary.locator('[data-finding]').evaluateAll((all) => all.map((each) => each.dataset.finding));
  const first = findings[headline?.finding ?? -1];
  const held = [first, ...findings.filter((each) => each.until < 0 && each !== first)];
  // The doctor may have looked before the last step, and looks again.
  await expect.poll(shown, { timeout: 15_000 }).toEqual(held.map(({ rule, aspect }) => `${rule}.${aspect}`));
  const marked = findings.find(({ step, until, severity }) => step > 0 && until < 0 && severity !== 'hint');
  expect(marked).toBeDefined();
  await expect(page.getByRole('button', { name: `since step ${marked?.step}` }).first()).toBeVisible({
    timeout: 15_000,
  });
  await summary.getByRole('button', { name: 'Causes and remedies' }).click();
  await expect(page.locator('[data-cause]')).toHaveAttribute('data-cause', 'learningRateTooHigh', { timeout: 15_000 });
});

test('of a healthy run the lab says that nothing is wrong, and reads nothing out', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.epochsTo(60);
  await expect(page.locator('[data-headline=""]')).toContainText('Nothing is wrong with this run so far.', {
    timeout: 15_000,
  });
  await expect(page.locator('[data-headline]').getByRole('status')).toHaveText('');
  const session = await trained({}, 60, (each) => each.watch(true));
  expect(session.diagnosis().headline).toBeNull();
  session.delete();
});
