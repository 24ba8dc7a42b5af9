/** A lab in a browser, as a test drives it: by the methods of `<nablab-lab>`, which are what a page's author has, too. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page, Route } from '@playwright/test';
import type { Diagnosis, KnobValue, Metrics, Status } from '../../wasm-bindings/types';
import type { NablabLab } from '../../web/element';
import { readExperiment } from '../experiments';

/** A site of the test's own, answered from the package: nothing has to be served, and no network is used. */
const site = 'http://nablab.test/';
const types: Record<string, string> = { js: 'text/javascript', mjs: 'text/javascript', wasm: 'application/wasm' };
const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>nablab</title>
<script type="module" src="${site}element.js"></script><nablab-lab></nablab-lab></html>`;

async function answer(route: Route): Promise<void> {
  const name = new URL(route.request().url()).pathname.slice(1);
  if (name === '') return route.fulfill({ contentType: 'text/html', body: html });
  try {
    const body = await readFile(new URL(/* @vite-ignore */ `./${name}`, import.meta.url));
    await route.fulfill({ contentType: types[name.split('.').at(-1) ?? ''] ?? 'text/plain', body });
  } catch {
    await route.fulfill({ status: 404 });
  }
}

/** What is to be shown: an experiment (a document, its JSON text, a link), or one of a lesson. */
export type Shown = object | string | { lesson: string; experiment?: string };

export class LabUnderTest {
  #element: Locator;

  constructor(readonly page: Page) {
    this.#element = page.locator('nablab-lab').first();
  }

  /** The element; its parts are found by their roles and names, as `locator.getByRole('button', { name: 'Step' })`. */
  get locator(): Locator {
    return this.#element;
  }

  /** Opens a page with a lab of this experiment, and waits until it stands. Refuses a wrong experiment. */
  async open(shown: Shown = { version: 1 }): Promise<void> {
    await this.page.route(`${site}**`, answer);
    await this.page.goto(site);
    this.#element = this.page.locator('nablab-lab');
    const { lesson, experiment } =
      typeof shown === 'object' && 'lesson' in shown
        ? { lesson: String(shown.lesson), experiment: shown.experiment }
        : { lesson: null, experiment: readExperiment(shown) };
    await this.#element.evaluate(
      (lab: NablabLab, given) => {
        lab.lesson = given.lesson;
        if (given.experiment !== undefined) lab.experiment = given.experiment;
      },
      { lesson, experiment },
    );
    await this.#standing();
  }

  /** Takes a lab of a page that the test has opened. */
  async take(element: Locator): Promise<void> {
    this.#element = element;
    await this.#standing();
  }

  async #standing(): Promise<void> {
    // What a command is asked for it does when the lab stands; a refusal is an event.
    const refused = await this.#element.evaluate(async (lab: NablabLab) => {
      await customElements.whenDefined('nablab-lab');
      const error = new Promise<{ code: string; path: string; found: string; allowed: string }>((tell) => {
        lab.addEventListener('error', (event) => tell((event as unknown as CustomEvent).detail), { once: true });
      });
      return Promise.race([error, lab.seek(lab.step).then(() => null)]);
    });
    if (refused) throw new Error(`${refused.code}: ${refused.path} is ${refused.found}; allowed: ${refused.allowed}`);
  }

  /** Trains so many steps, or to the end of so many epochs, and waits there. */
  async train({ steps, epochs = 1 }: { steps?: number; epochs?: number } = {}): Promise<void> {
    const { step, stepsPerEpoch } = await this.frame();
    const count = steps ?? epochs * stepsPerEpoch - (step % stepsPerEpoch);
    await this.#element.evaluate((lab: NablabLab, wanted) => lab.train(wanted), count);
  }

  /** Goes to the exact state of a step, earlier or later. */
  async seek(step: number): Promise<void> {
    await this.#element.evaluate((lab: NablabLab, wanted) => lab.seek(wanted), step);
  }

  /** Sets what stands at a path of the experiment, as `set('optimizer.learningRate', 0.1)`. */
  async set(path: string, value: KnobValue): Promise<void> {
    await this.#element.evaluate((lab: NablabLab, [at, to]) => lab.set(at as string, to), [path, value] as const);
  }

  /** Where the run stands, with the metrics of every part. */
  async frame(): Promise<Status & { metrics: Metrics }> {
    const frame = await this.#element.evaluate((lab: NablabLab) => lab.frame);
    if (!frame) throw new Error('There is no run yet: open one first.');
    return frame;
  }

  /** What the doctor has found so far. */
  diagnose(): Promise<Diagnosis | null> {
    return this.#element.evaluate((lab: NablabLab) => lab.diagnose());
  }

  /** 16 hexadecimal digits of everything that training has computed so far. */
  hash(): Promise<string> {
    return this.#element.evaluate((lab: NablabLab) => lab.hash());
  }
}
