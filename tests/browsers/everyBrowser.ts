/** What has to work in every browser; the whole of the tests runs in Chromium (`tests/page`). */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { NablabBench } from '../../bench/browser';
import { linkTo, trained } from '../page/fixtures/engine';
import entries from '../sameBits/experiments.json' with { type: 'json' };
import hashes from '../sameBits/hashes.json' with { type: 'json' };
import { Lab } from './lab';
import { breakEngine, openSite, type Site } from './site';
import type { Tab } from './tab';

const hashOf = (title: string) => (hashes.float32 as Record<string, string>)[title];
/** Trained for some hundred steps by every build; here by hand, in the lab. */
const byHand = entries.find(({ experiment }) => experiment.title === 'Iris, focal, smooth activations');

export function everyBrowser(name: string, start: () => Promise<Tab>): void {
  describe(name, () => {
    let tab: Tab;
    let site: Site;
    let lab: Lab;

    beforeAll(async () => {
      [tab, site] = await Promise.all([start(), openSite()]);
      lab = new Lab(tab);
    });

    afterEach(async () => {
      const complaints = await tab.run(() => (globalThis as unknown as { complaints?: string[] }).complaints ?? []);
      expect(complaints).toEqual([]);
    });

    afterAll(async () => {
      await tab?.close();
      site?.close();
    });

    test('trains every experiment to the same bits as every other build, with vectors', async () => {
      await tab.open(site.bench);
      await expect.poll(() => tab.run(() => 'nablab' in globalThis)).toBe(true);
      const reached = await tab.run(async (given) => {
        const { loadEngine, hashAfter } = (globalThis as unknown as { nablab: NablabBench }).nablab;
        const engine = await loadEngine();
        const found: Record<string, string> = {};
        for (const entry of given) found[entry.experiment.title] = await hashAfter(engine, entry, 'float32');
        return { simd: engine.simd, found };
      }, entries);
      expect(reached).toEqual({ simd: true, found: hashes.float32 });
    });

    test('opens a link, trains, pauses and goes back to a step, with the same bits as Chromium', async () => {
      const { experiment, steps } = byHand ?? entries[0];
      await lab.open(site.page + linkTo(experiment));
      await lab.shows({ title: `${experiment.title} · ∇lab` });
      await lab.trainTo(steps);
      await lab.shows({ bits: hashOf(experiment.title) });
    });

    test('leads back to the same step and bits after a reload', async () => {
      const { step, bits } = await lab.shown();
      // What a run has reached is kept within a second.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await tab.reload();
      await lab.stands();
      await lab.shows({ step, bits });
    });

    test('has a fresh engine at the same step and bits when the core traps', async () => {
      const { step, bits } = await lab.shown();
      await breakEngine(tab);
      await lab.press('Step');
      const isBack = new RegExp(`started again; you are at step ${step}`);
      await expect.poll(async () => (await lab.shown()).alert).toMatch(isBack);
      // If the page noticed the loss before the button, the fresh engine makes that step as well.
      await expect.poll(async () => (await lab.shown()).step).toBeGreaterThanOrEqual(step);
      await lab.slide('Step shown', step);
      await lab.shows({ step, bits });
      await lab.press('Step');
      await lab.shows({ step: step + 1 });
    });

    test('is where it was for whoever leaves the page and comes back', async () => {
      const { step } = await lab.shown();
      await tab.open('about:blank');
      await tab.run(() => history.back());
      await lab.stands();
      await lab.shows({ step });
    });

    test('takes a step apart into the numbers of the core', async () => {
      const experiment = { version: 1 };
      await lab.open(site.page + linkTo(experiment));
      await lab.trainTo(2);
      await lab.press('Microscope');
      const session = await trained(experiment, 2);
      session.trace();
      const number = () =>
        tab.run(() => {
          const { quantity = '', place = '' } = document.querySelector<HTMLElement>('.matrix.result')?.dataset ?? {};
          const exact = document.querySelector('[data-testid="result"]')?.getAttribute('data-exact') ?? '';
          return { quantity, place, exact };
        });
      await expect.poll(async () => (await number()).exact).not.toBe('');
      const { quantity, place, exact } = await number();
      const [layer, tensor] = quantity.split(' ');
      const [row, column] = place.split(' ').map(Number);
      expect(exact).toBe(String(session.originsOf(Number(layer), tensor, row, column).value));
      session.delete();
    });

    test('opens a link that is put into the address, and speaks Chinese', async () => {
      const title = 'Another one';
      await tab.open(site.page + linkTo({ title }));
      await lab.shows({ title: `${title} · ∇lab` });
      await lab.press('简体中文');
      await lab.shows({ language: 'zh-Hans' });
    });
  });
}
