/**
 * Importing this module defines `<nablab-lab>`. Where there is no DOM it does nothing, and a name that is taken stays with
 * whoever took it.
 */
import { NablabLab } from './element';

export { NablabLab, type Events } from './element';
export { configure, type Places } from './places';

const name = 'nablab-lab';

if (typeof customElements !== 'undefined') {
  if (customElements.get(name)) console.warn(`<${name}> is defined already; this copy of it is not used.`);
  else customElements.define(name, NablabLab);
}

declare global {
  interface HTMLElementTagNameMap {
    'nablab-lab': NablabLab;
  }
}
