/**
 * Whether the page around an element is light or dark there. The element's colours are compiled for browsers that have no
 * `light-dark()`: in these a colour scheme that is inherited would change nothing, so it is looked at and written down.
 */

/** Long enough to be a transition, whose end tells of a change whatever its cause; too short to be waited for. */
const moment = '1ms';

/** What has the colour of the page's letters, unless the page gives its own; stands in the shadow root, unseen. */
export function schemeProbe(changed: () => void): HTMLElement {
  const probe = document.createElement('span');
  probe.setAttribute('aria-hidden', 'true');
  const { style } = probe;
  style.position = 'absolute';
  style.visibility = 'hidden';
  style.color = 'CanvasText';
  style.transition = `color ${moment}`;
  probe.addEventListener('transitionend', changed);
  return probe;
}

/** Letters are light on dark ground. */
export function schemeAt(probe: HTMLElement): 'light' | 'dark' {
  const [red = '0'] = /\d+/.exec(getComputedStyle(probe).color) ?? [];
  return Number(red) < 128 ? 'light' : 'dark';
}
