/** What a drawing of the network depends on. */
import type { Choice } from '../../wasm-bindings/types';
import type { Frame, Scene } from '../worker/protocol';
import type { EdgeKind } from './edges';
import type { Link } from './links';
import type { NetworkLayout } from './networkLayout';
import type { Theme } from './theme.svelte';
import type { UnitId } from './unit';

/** Everything that one drawing of the network depends on. */
export interface NetworkView {
  scene: Scene;
  frame: Frame | null;
  /** The layers with the knobs now in force. */
  layers: readonly Choice[];
  layout: NetworkLayout;
  links: readonly Link[];
  /** What the links show, and the end of their scale. */
  edges: EdgeKind;
  edgeLimit: number;
  /** The last step is worth looking at by itself: what dropout has silenced in it is dark. */
  showDropped: boolean;
  /** The unit that is pointed at or pinned; its links stay, the others fade. */
  focus: UnitId | null;
  focusLink: Link | null;
  pinned: boolean;
  /** Grows while training; moves the dashes. */
  flow: number;
  theme: Theme;
}

/** Small heat maps are clamped to ±1: the same colour is the same value in every tile. */
export const tileLimit = 1;
