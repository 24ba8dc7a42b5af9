/** Single keys for training; they never act while a field or a button has the focus, and can be switched off. */
import type { Lab } from '../store/lab.svelte';
import { selection } from '../store/selection.svelte';
import { settings } from '../store/settings.svelte';

const fields = 'input, select, textarea, dialog, [contenteditable]';
const pressable = `${fields}, button, a, summary`;

/** Acts on a key that was pressed anywhere on the page. */
export function shortcuts(event: KeyboardEvent, lab: Lab): void {
  if (!settings.shortcuts || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const { target } = event;
  // Space presses the button that has the focus; the other keys mean nothing to it.
  if (target instanceof Element && target.closest(event.key === ' ' ? pressable : fields)) return;
  const action = actions.get(event.key);
  if (!action) return;
  event.preventDefault();
  action(lab);
}

const actions = new Map<string, (lab: Lab) => unknown>([
  [' ', (lab) => (lab.playing ? lab.pause() : lab.train())],
  ['.', (lab) => lab.stepForward()],
  [']', (lab) => lab.stepForward()],
  ['[', (lab) => lab.seek(lab.step - 1)],
  ['Escape', () => (selection.pinned = null)],
]);
