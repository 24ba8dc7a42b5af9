/** Everything in the catalog can be reached on the page: read from the catalog, so that newcomers are tested unaided. */
import type { Page } from '@playwright/test';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Catalog, FamilyName, Kind, Knob } from '../../wasm-bindings/types';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const catalog: Catalog = (await loadEngine()).catalog();
const stepsToFeel = 20;

/** Where a kind of each family stands in the default experiment, and the list that it is added to if it has no place. */
const places: Record<FamilyName, { path: string; list?: string }> = {
  datasets: { path: 'data' },
  preprocessing: { path: 'preprocessing[0]', list: 'preprocessing' },
  layers: { path: 'layers[4]', list: 'layers' },
  activations: { path: 'layers[1].function' },
  initializers: { path: 'layers[0].initializer' },
  losses: { path: 'loss' },
  optimizers: { path: 'optimizer' },
  schedules: { path: 'schedule' },
  regularizers: { path: 'regularizers[0]' },
  clippings: { path: 'clipping' },
};

/** Chooses this kind in the experiment that is open, in all settings; returns the reason if it is refused. */
async function choose(page: Page, family: FamilyName, kind: string): Promise<string | null> {
  const lab = new LabPage(page);
  const { path, list } = places[family];
  // What is added to a list is added to the default experiment; a choice in its place can be made again and again.
  if (list || page.url() === 'about:blank') {
    await page.goto('about:blank');
    await lab.open();
    await lab.openAllSettings();
  }
  const select = list ? page.locator(`[data-list="${list}"] > select`) : lab.choice(path);
  await select.selectOption(kind);
  const refused = page.locator('.data [role="alert"]');
  await expect
    .poll(async () => (await refused.count()) > 0 || (await lab.choice(path).inputValue()) === kind)
    .toBe(true);
  await page.waitForTimeout(100);
  return (await refused.count()) > 0 ? refused.first().innerText() : null;
}

/** Another allowed value than the default, within what a slider shows where there is one. */
function otherValue({ type, default: standard, shown, allowed }: Knob): number {
  const [low, high] = shown ?? allowed ?? [0, 1];
  const middle = type === 'integer' ? Math.round((low + high) / 2) : (low + high) / 2;
  return standard === middle ? low : middle;
}

async function change(page: Page, knob: Knob, path: string): Promise<void> {
  const lab = new LabPage(page);
  const control = lab.knob(path);
  if (knob.type === 'flag') await control.getByRole('checkbox').setChecked(!knob.default);
  else if (knob.type === 'option') {
    await control.getByRole('combobox').selectOption(knob.options?.find((option) => option !== knob.default) ?? '');
  } else if (knob.type === 'choice') {
    const kinds = catalog.families[knob.family as FamilyName];
    await lab.choice(path).selectOption(kinds.find(({ kind }) => kind !== knob.default)?.kind ?? '');
  } else await lab.setNumber(path, otherValue(knob));
  await expect(page.locator('.data [role="alert"]')).toHaveCount(0);
}

/** The bits after so many steps from the start. */
async function bitsAfter(page: Page, steps: number): Promise<string> {
  const lab = new LabPage(page);
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await expect.poll(() => lab.step()).toBe(0);
  await lab.epochsTo(steps);
  return lab.bits();
}

async function expectToFeel(page: Page, knob: Knob, path: string): Promise<void> {
  const before = await bitsAfter(page, stepsToFeel);
  await change(page, knob, path);
  expect(await bitsAfter(page, stepsToFeel), path).not.toBe(before);
}

for (const [family, kinds] of Object.entries(catalog.families) as [FamilyName, Kind[]][]) {
  test(`${family}: every kind can be chosen and trained for 20 steps, or is refused with its reason`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const lab = new LabPage(page);
    for (const { kind } of kinds) {
      const reason = await choose(page, family, kind);
      if (reason !== null) expect(reason.length, kind).toBeGreaterThan(20);
      else await lab.epochsTo(stepsToFeel);
    }
  });

  const knobs = kinds.flatMap(({ kind, knobs }) => knobs.map((knob) => ({ kind, knob })));
  const immediate = knobs.filter(({ knob }) => knob.actsFromFirstSteps);
  if (immediate.length > 0) {
    test(`${family}: every knob that acts from the first steps changes the bits`, async ({ page }) => {
      test.setTimeout(180_000);
      for (const { kind, knob } of immediate) {
        const refused = await choose(page, family, kind);
        if (refused === null) await expectToFeel(page, knob, `${places[family].path}.${knob.name}`);
      }
    });
  }
}

test('experiment and data: every knob that acts from the first steps changes the bits', async ({ page }) => {
  test.setTimeout(120_000);
  const lab = new LabPage(page);
  const own = [
    ...catalog.experiment.map((knob) => ({ knob, path: knob.name })),
    ...catalog.data.map((knob) => ({ knob, path: `data.${knob.name}` })),
  ];
  for (const { knob, path } of own) {
    await lab.open();
    await expectToFeel(page, knob, path);
  }
  for (const { name } of catalog.split) {
    await lab.open();
    const before = await bitsAfter(page, stepsToFeel);
    const field = lab.knob('data.split').locator(`[data-part="${name}"]`);
    await field.fill('30');
    await field.blur();
    expect(await bitsAfter(page, stepsToFeel), name).not.toBe(before);
  }
});

test('no knob is left untested: those that act late have a test of their own', () => {
  const late = Object.values(catalog.families)
    .flat()
    .flatMap(({ kind, knobs }) =>
      knobs.filter((knob) => !knob.actsFromFirstSteps).map((knob) => `${kind}.${knob.name}`),
    );
  expect(late).toEqual([]);
});
