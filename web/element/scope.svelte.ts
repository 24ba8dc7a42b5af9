/** The language and the colours of one element. */
import { readTheme, type Theme } from '../pictures/theme.svelte';
import type { Scope } from '../store/scope';
import type { Language } from '../words';

/** Long enough to be a transition, too short to be waited for. */
const moment = '1ms';

export class ElementScope implements Scope {
  language = $state<Language>('en');
  #theme = $state.raw<Theme | null>(null);

  /** `root`: the element that all of it stands in, within the shadow root. */
  constructor(private readonly root: HTMLElement) {}

  get theme(): Theme {
    return this.#theme ?? readTheme(this.root);
  }

  /** Reads the colours, and again whenever one of them changes, whatever the cause; returns what ends that. */
  follow(): () => void {
    const probe = document.createElement('span');
    probe.setAttribute('aria-hidden', 'true');
    const { style } = probe;
    style.position = 'absolute';
    style.visibility = 'hidden';
    style.color = 'var(--ink)';
    style.backgroundColor = 'var(--paper)';
    style.outlineColor = 'var(--accent)';
    style.transition = `color ${moment}, background-color ${moment}, outline-color ${moment}`;
    const reread = () => (this.#theme = readTheme(this.root));
    probe.addEventListener('transitionend', reread);
    this.root.append(probe);
    reread();
    return () => probe.remove();
  }
}
