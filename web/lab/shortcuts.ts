/** Single keys: one table, which the overview shows. They can be switched off. */
import { speeds, type Lab } from '../store/lab.svelte';
import { selection } from '../store/selection.svelte';
import { settings } from '../store/settings.svelte';
import { view } from '../store/view.svelte';
import type { Key } from '../words/en';

interface Shortcut {
  /** As `KeyboardEvent.key` tells them; letters are small. */
  keys: readonly string[];
  /** What they do, in words. */
  words: Key;
  act: (lab: Lab) => unknown;
}

function changeSpeed(lab: Lab, by: number): void {
  const place = speeds.findIndex((speed) => speed === lab.speed);
  lab.setSpeed(speeds[Math.max(0, Math.min(speeds.length - 1, place + by))]);
}

/** Esc takes back one thing at a time. */
function release(): void {
  if (selection.pinned !== null) selection.pinned = null;
  else view.presenting = false;
}

export const shortcutTable: readonly Shortcut[] = [
  { keys: [' '], words: 'help.keySpace', act: (lab) => (lab.playing ? lab.pause() : lab.train()) },
  { keys: ['.', ']'], words: 'help.keyStep', act: (lab) => lab.stepForward() },
  { keys: ['['], words: 'help.keyBack', act: (lab) => lab.seek(lab.step - 1) },
  { keys: ['e'], words: 'help.keyEpoch', act: (lab) => lab.epochForward() },
  { keys: ['r'], words: 'help.keyReset', act: (lab) => lab.reset() },
  { keys: ['+', '='], words: 'help.keyFaster', act: (lab) => changeSpeed(lab, 1) },
  { keys: ['-'], words: 'help.keySlower', act: (lab) => changeSpeed(lab, -1) },
  { keys: ['p'], words: 'help.keyPresent', act: () => (view.presenting = !view.presenting) },
  { keys: ['?'], words: 'help.keyHelp', act: () => (view.helping = true) },
  { keys: ['Escape'], words: 'help.keyEscape', act: release },
];

// The focus lingers for a moment in a dialog that was closed.
const fields = 'input, select, textarea, dialog[open], [contenteditable]';
const pressable = `${fields}, button, a, summary`;

/** Acts on a key that was pressed anywhere on the page, unless a field has the focus. */
export function shortcuts(event: KeyboardEvent, lab: Lab): void {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  // Esc is no letter that could be typed by mistake: it always leads back.
  if (!settings.shortcuts && event.key !== 'Escape') return;
  const { target } = event;
  // Space presses the button that has the focus; the other keys mean nothing to it.
  if (target instanceof Element && target.closest(event.key === ' ' ? pressable : fields)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shortcut = shortcutTable.find(({ keys }) => keys.includes(key));
  if (!shortcut) return;
  event.preventDefault();
  shortcut.act(lab);
}
