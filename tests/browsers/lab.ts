/** The lab as a person uses it, in any browser: by the names of its buttons, and by what it shows. */
import { expect } from 'vitest';
import type { Tab } from './tab';

/** The way to a button with this name. */
export const button = (name: string) => `//button[normalize-space(.)='${name}' or @aria-label='${name}']`;

export class Lab {
  constructor(readonly tab: Tab) {}

  /** What the page shows. */
  async shown() {
    return this.tab.run(() => {
      const text = (selector: string) => document.querySelector(selector)?.textContent?.trim() ?? '';
      return {
        step: Number(text('[data-reading="step"]').replace(/\D/g, '')),
        bits: text('[data-testid="bits"]'),
        alert: text('[role="alert"]'),
        title: document.title,
        language: document.documentElement.lang,
      };
    });
  }

  /** Waits until the page shows this. */
  async shows(wanted: Partial<Awaited<ReturnType<Lab['shown']>>>): Promise<void> {
    await expect.poll(() => this.shown()).toMatchObject(wanted);
  }

  /** Loads the page at this address anew, and waits until the lab stands. */
  async open(address: string): Promise<void> {
    // An address that differs in its fragment alone would lead to the page that is there.
    await this.tab.open('about:blank');
    await this.tab.open(address);
    await this.stands();
  }

  async stands(): Promise<void> {
    const isThere = () => this.tab.run(() => document.querySelector('[data-reading="step"]') !== null);
    await expect.poll(isThere).toBe(true);
  }

  press(name: string): Promise<void> {
    return this.tab.click(button(name));
  }

  /** Moves a slider, found by the beginning of its name. */
  slide(name: string, value: number): Promise<void> {
    return this.tab.run(
      (label, to) => {
        const slider = document.querySelector<HTMLInputElement>(`input[type="range"][aria-label^="${label}"]`);
        if (!slider) throw new Error(`There is no slider ${label}.`);
        slider.value = String(to);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      },
      name,
      value,
    );
  }

  /** Trains as fast as it goes until past `step`, pauses, and goes back to exactly that step. */
  async trainTo(step: number): Promise<void> {
    await this.slide('Speed', 7);
    // A first visit that wants no less motion trains by itself.
    const rests = () =>
      this.tab.run((path) => document.evaluate(path, document).iterateNext() !== null, button('Train'));
    if (await rests()) await this.press('Train');
    await expect.poll(async () => (await this.shown()).step).toBeGreaterThan(step);
    await this.press('Pause');
    await expect.poll(rests).toBe(true);
    await this.slide('Step shown', step);
    await this.shows({ step });
  }
}
