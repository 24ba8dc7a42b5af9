/**
 * Everything in the catalog can be reached on the page: read from the catalog, so that newcomers are tested unaided.
 * That each knob changes the bits is tested without the page; here, that its control puts the value into the experiment.
 */
import type { Page } from '@playwright/test';
import { encodeLink } from '../../wasm-bindings/link';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Catalog, FamilyName, Kind, Knob } from '../../wasm-bindings/types';
import { LabPage } from './fixtures/lab';
import { expect, test } from './fixtures/test';

const engine = await loadEngine();
const catalog: Catalog = engine.catalog();

const images = {
  data: { kind: 'digits' },
  preprocessing: [{ kind: 'standardization' }],
  layers: [{ kind: 'dense', units: 8 }, { kind: 'activation' }, { kind: 'dense', units: 10 }],
  loss: { kind: 'softmaxCrossEntropy' },
};

interface Place {
  path: string;
  /** The experiment in which the kinds take turns at that place, if the default one will not do. */
  base?: object;
  /** Few values of its knobs suit the experiment: a planted bug names one layer. */
  picky?: boolean;
}

// Nothing is looked at here but controls: a small window draws less.
test.use({ viewport: { width: 1100, height: 400 } });

/** Where the kinds of each family take their turns; a family that is no part of an experiment has no place. */
const places: Record<FamilyName, Place | null> = {
  datasets: { path: 'data' },
  preprocessing: { path: 'preprocessing[0]', base: { preprocessing: [{ kind: 'standardization' }] } },
  layers: { path: 'layers[1]', base: images },
  activations: { path: 'layers[1].function' },
  initializers: { path: 'layers[0].initializer' },
  losses: { path: 'loss' },
  optimizers: { path: 'optimizer' },
  schedules: { path: 'schedule' },
  regularizers: { path: 'regularizers[0]' },
  clippings: { path: 'clipping' },
  plantedBugs: { path: 'plantedBug', picky: true },
  metrics: null,
  instruments: null,
  tools: null,
  rules: null,
  baselines: null,
  objectives: { path: 'objective' },
};

/** Real data and convolutions take their time where other tests run too; what is quick is seen at once. */
const patient = { timeout: 30_000, intervals: [10, 20, 50] };

/** A fragment that describes this experiment. */
const fragmentOf = (base: object) => encodeLink(engine.compact({ version: 1, ...base }), catalog.engine);

/** The reason that stands beside the control, or null. */
async function reasonIn(page: Page): Promise<string | null> {
  const [reason] = await page.locator('.data [role="alert"]').allInnerTexts();
  return reason ?? null;
}

/** Chooses this kind at its place, in all settings; returns the reason if it is refused. */
async function choose(page: Page, path: string, kind: string): Promise<string | null> {
  const select = new LabPage(page).choice(path);
  const before = await select.inputValue();
  if (before === kind) return null;
  await select.selectOption(kind);
  // A refused select shows the last good kind again.
  await expect
    .poll(async () => (await reasonIn(page)) !== null || (await isSettled(page, kind, path)), {
      message: kind,
      ...patient,
    })
    .toBe(true);
  return reasonIn(page);
}

/** Whether the page shows the knobs of this kind: they follow the worker's answer. */
async function isSettled(page: Page, kind: string, path: string): Promise<boolean> {
  return (await page.locator(`[data-choice="${path}"]`).getAttribute('data-kind')) === kind;
}

/** Another allowed number than the default, within what a slider shows where there is one. */
function otherNumber({ type, default: standard, shown, allowed, wholeNumbers }: Knob): number {
  const [low, high] = shown ?? allowed ?? [0, 1];
  const middle = type === 'integer' || wholeNumbers ? Math.round((low + high) / 2) : (low + high) / 2;
  return standard === middle ? low : middle;
}

/** Another list than the default: as long, or as short as it may be. */
function otherList(knob: Knob): number[] {
  const standard = knob.default as number[];
  const length = Math.max(standard.length, knob.shortest ?? 0, 1);
  return Array.from({ length }, (_, i) => (standard[i] === undefined ? otherNumber(knob) : standard[i] + 1));
}

/** Gives a knob another value by its control; returns whether the experiment has taken it, else the control says why. */
async function change(page: Page, knob: Knob, path: string): Promise<boolean> {
  const lab = new LabPage(page);
  const control = lab.knob(path);
  const took = async (value: () => Promise<string | boolean>, wanted: string | boolean): Promise<boolean> => {
    await expect
      .poll(async () => (await value()) === wanted || (await reasonIn(page)) !== null, { message: path, ...patient })
      .toBe(true);
    const reason = await reasonIn(page);
    if (reason !== null) expect(reason.length, path).toBeGreaterThan(20);
    return reason === null;
  };
  if (knob.type === 'flag') {
    const box = control.getByRole('checkbox');
    const wanted = !(await box.isChecked());
    await box.setChecked(wanted);
    return took(() => box.isChecked(), wanted);
  }
  if (knob.type === 'option') {
    const select = control.getByRole('combobox');
    const now = await select.inputValue();
    const wanted = knob.options?.find((option) => option !== now) ?? '';
    await select.selectOption(wanted);
    return took(() => select.inputValue(), wanted);
  }
  if (knob.type === 'choice') {
    const kinds = catalog.families[knob.family as FamilyName];
    const wanted = kinds.find(({ kind }) => kind !== knob.default)?.kind ?? '';
    await lab.choice(path).selectOption(wanted);
    return took(() => lab.choice(path).inputValue(), wanted);
  }
  const isNumber = knob.type === 'number' || knob.type === 'integer';
  const field =
    isNumber || knob.type === 'pair'
      ? control.locator('input[type="number"]').first()
      : control.locator('input[type="text"], textarea');
  const wanted = isNumber
    ? String(otherNumber(knob))
    : knob.type === 'pair'
      ? String((knob.default as number[])[0] + 1)
      : knob.type === 'numbers'
        ? otherList(knob).join(', ')
        : `${String(knob.default)} + 0`;
  const before = await field.inputValue();
  await field.fill(wanted);
  await field.blur();
  // A batch larger than the training part becomes the whole of it.
  if (knob.name === 'batchSize') return took(async () => String((await field.inputValue()) !== before), 'true');
  return took(() => field.inputValue(), wanted);
}

for (const [family, kinds] of Object.entries(catalog.families) as [FamilyName, Kind[]][]) {
  const place = places[family];
  if (!place) continue;
  const { path, base, picky } = place;
  test(`${family}: every kind can be chosen, its knobs turned and the run stepped, or is refused with its reason`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    const lab = new LabPage(page);
    await lab.open(base ? fragmentOf(base) : '');
    await lab.openAllSettings();
    let [turned, refused] = [0, 0];
    for (const { kind, knobs } of kinds) {
      const reason = await choose(page, path, kind);
      if (reason !== null) {
        expect(reason.length, kind).toBeGreaterThan(20);
        continue;
      }
      await page.getByRole('button', { name: 'Step', exact: true }).click();
      await expect.poll(() => lab.step(), { intervals: [10, 20] }).toBe(1);
      for (const knob of knobs) {
        if (await change(page, knob, `${path}.${knob.name}`)) turned++;
        else refused++;
      }
    }
    // Some values do not suit others, but a family whose controls don't reach the experiment is seen here.
    if (!picky) expect(refused, `${turned} turned`).toBeLessThanOrEqual(turned / 2);
  });
}

test('experiment and data: every knob of their own takes another value', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.openAllSettings();
  for (const knob of catalog.experiment) expect(await change(page, knob, knob.name), knob.name).toBe(true);
  for (const knob of catalog.data) expect(await change(page, knob, `data.${knob.name}`), knob.name).toBe(true);
  for (const name of ['training', 'validation', 'test']) {
    const field = lab.knob('data.split').locator(`[data-part="${name}"]`);
    await field.fill('30');
    await field.blur();
    await expect(field).toHaveValue('30');
    await expect(page.locator('.data [role="alert"]')).toHaveCount(0);
  }
});

test('what is added to a list stands in it and can be removed', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.openAllSettings();
  for (const list of ['preprocessing', 'layers', 'regularizers'] as const) {
    const entries = page.locator(`[data-list="${list}"] .entry`);
    const before = await entries.count();
    await page.locator(`[data-list="${list}"] > select`).selectOption(catalog.families[list][0].kind);
    await expect(entries).toHaveCount(before + 1);
    await entries
      .last()
      .getByRole('button', { name: /^Remove/ })
      .click();
    await expect(entries).toHaveCount(before);
  }
});
