/** How a person likes the page: theme, keyboard shortcuts, training unseen. The language stands in `words/`. */
import { recall, remember } from './remember';

export const themes = ['system', 'light', 'dark'] as const;
export type ThemeName = (typeof themes)[number];

class Settings {
  #theme = $state<ThemeName>(recall('theme', themes) ?? 'system');
  #shortcuts = $state(recall('shortcuts', ['on', 'off'] as const) !== 'off');
  #background = $state(recall('background', ['on', 'off'] as const) === 'on');

  constructor() {
    this.#apply();
  }

  get theme(): ThemeName {
    return this.#theme;
  }

  set theme(theme: ThemeName) {
    this.#theme = theme;
    remember('theme', theme);
    this.#apply();
  }

  /** Whether single keys (Space, `.`, `[`, `]`) act. */
  get shortcuts(): boolean {
    return this.#shortcuts;
  }

  set shortcuts(on: boolean) {
    this.#shortcuts = on;
    remember('shortcuts', on ? 'on' : 'off');
  }

  /** Whether training goes on while nobody sees the page. */
  get background(): boolean {
    return this.#background;
  }

  set background(on: boolean) {
    this.#background = on;
    remember('background', on ? 'on' : 'off');
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.#theme;
  }
}

export const settings = new Settings();
