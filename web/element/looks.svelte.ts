/** What is looked at in one element; the page's own is `store/selection.svelte.ts`. */
import type { EdgeKind } from '../pictures/edges';
import type { UnitId } from '../pictures/unit';

export class Looks {
  hovered = $state.raw<UnitId | null>(null);
  pinned = $state.raw<UnitId | null>(null);
  row = $state(0);
  inputX = $state(0);
  inputY = $state(1);
  edges = $state<EdgeKind>('weights');

  get unit(): UnitId | null {
    return this.hovered ?? this.pinned;
  }

  /** Forgets what other data may not have. */
  reset(): void {
    [this.hovered, this.pinned, this.row, this.inputX, this.inputY] = [null, null, 0, 0, 1];
  }
}
