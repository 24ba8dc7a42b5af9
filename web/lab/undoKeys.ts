/** Ctrl+Z (⌘Z) takes the last change back; Ctrl+Shift+Z and Ctrl+Y make it again. Fields keep their own undo of typing. */
import type { Lab } from '../store/lab.svelte';

const typing = 'input:not([type="range"], [type="checkbox"]), textarea, dialog, [contenteditable]';

/** Acts on a key that was pressed anywhere on the page. */
export function undoKeys(event: KeyboardEvent, lab: Lab): void {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.defaultPrevented) return;
  if (event.target instanceof Element && event.target.closest(typing)) return;
  const key = event.key.toLowerCase();
  const way = key === 'y' || (key === 'z' && event.shiftKey) ? 'redo' : key === 'z' ? 'undo' : null;
  if (!way) return;
  event.preventDefault();
  void lab.retrace(way);
}
