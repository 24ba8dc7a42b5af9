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

/** A fragment that describes this experiment. */
const fragmentOf = (base: object) => encodeLink(engine.compact({ version: 1, ...base }), catalog.engine);

/** A field to be set: its control, which field of it, and the values of which it takes the first that is new. */
interface Setting {
  control: string;
  field: string;
  values: string[];
}

/** What a control shows when the core has taken or refused what was set; `kind` is that of a choice. */
interface Outcome {
  before: string;
  wanted: string;
  shown: string;
  kind: string | null;
  reason: string | null;
}

/**
 * Sets fields one right after the other, as typing and leaving each does, and waits until all are settled; a check box is
 * turned over. Within the page, since there are hundreds.
 */
function set(page: Page, settings: Setting[]): Promise<Outcome[]> {
  return page.evaluate(async (all) => {
    type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
    const find = ({ control, field }: Setting) => document.querySelector(control)?.querySelector<Field>(field);
    const textOf = (field?: Field | null) =>
      field instanceof HTMLInputElement && field.type === 'checkbox' ? String(field.checked) : (field?.value ?? '');
    const made = all.map((setting) => {
      const field = find(setting);
      if (!field?.checkVisibility() || field.disabled) throw new Error(`${setting.control} cannot be used.`);
      const before = textOf(field);
      const wanted = setting.values.find((value) => value !== before) ?? before;
      field.focus();
      if (field.type === 'checkbox') field.click();
      else {
        field.value = wanted;
        for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
      }
      field.blur();
      return { before, wanted };
    });
    do await new Promise(requestAnimationFrame);
    while (document.querySelector('.data [data-busy]'));
    return all.map((setting, i) => {
      const control = document.querySelector(setting.control);
      const reason = control?.querySelector(':scope > [role="alert"]')?.textContent ?? null;
      return { ...made[i], shown: textOf(find(setting)), kind: control?.getAttribute('data-kind') ?? null, reason };
    });
  }, settings);
}

/** Chooses this kind at its place, in all settings; returns the reason if it is refused. */
async function choose(page: Page, path: string, kind: string): Promise<string | null> {
  const control = `[data-choice="${path}"]`;
  if ((await page.locator(control).getAttribute('data-kind')) === kind) return null;
  const [outcome] = await set(page, [{ control, field: 'select', values: [kind] }]);
  // A refused select shows the last good kind again.
  expect(outcome.kind === kind, kind).toBe(outcome.reason === null);
  expect(outcome.shown, kind).toBe(outcome.kind ?? '');
  return outcome.reason;
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

/** The field of a knob's control, and other values for it than it has. */
function settingFor(knob: Knob, path: string): Setting {
  const control = `[data-${knob.type === 'choice' ? 'choice' : 'knob'}="${path}"]`;
  const others: Record<string, [field: string, values: () => string[]]> = {
    flag: ['input[type="checkbox"]', () => ['true', 'false']],
    option: ['select', () => knob.options ?? []],
    choice: ['select', () => catalog.families[knob.family as FamilyName].map(({ kind }) => kind)],
    text: ['input[type="text"]', () => [`${String(knob.default)} + 0`]],
    numbers: ['input[type="text"], textarea', () => [otherList(knob).join(', ')]],
    pair: ['input[type="number"]', () => [String((knob.default as number[])[0] + 1)]],
  };
  const [field, values] = others[knob.type] ?? ['input[type="number"]', () => [String(otherNumber(knob))]];
  return { control, field, values: values() };
}

/** Gives knobs other values by their controls; returns which of them the experiment has not taken: their controls say why. */
async function change(page: Page, knobs: readonly Knob[], pathOf: (knob: Knob) => string): Promise<string[]> {
  const outcomes = await set(
    page,
    knobs.map((knob) => settingFor(knob, pathOf(knob))),
  );
  const refused: string[] = [];
  for (const [i, { before, wanted, shown, reason }] of outcomes.entries()) {
    const [knob, path] = [knobs[i], pathOf(knobs[i])];
    if (reason !== null) {
      expect(reason.length, path).toBeGreaterThan(20);
      refused.push(path);
    } // A batch larger than the training part becomes the whole of it.
    else if (knob.name === 'batchSize') expect(shown, path).not.toBe(before);
    else expect(shown, path).toBe(wanted);
  }
  return refused;
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
      const untaken = await change(page, knobs, ({ name }) => `${path}.${name}`);
      refused += untaken.length;
      turned += knobs.length - untaken.length;
    }
    // Some values do not suit others, but a family whose controls don't reach the experiment is seen here.
    if (!picky) expect(refused, `${turned} turned`).toBeLessThanOrEqual(turned / 2);
  });
}

test('experiment and data: every knob of their own takes another value', async ({ page }) => {
  const lab = new LabPage(page);
  await lab.open();
  await lab.openAllSettings();
  expect(await change(page, catalog.experiment, ({ name }) => name)).toEqual([]);
  expect(await change(page, catalog.data, ({ name }) => `data.${name}`)).toEqual([]);
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
