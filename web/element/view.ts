/** What the element loads when it is nearly seen: the stage, and the picture of it in the shadow root. */
import { mount, unmount } from 'svelte';
import ElementView from './ElementView.svelte';
import { ElementScope } from './scope.svelte';
import type { Events } from './events';
import { Stage } from './stage.svelte';

/** What an element consists of beyond its class. */
export interface View {
  stage: Stage;
  scope: ElementScope;
  /** Draws it, from now on; asked twice it does so once. */
  appear(): void;
  /** Draws it no longer, and lets the engine go; the run stays. */
  vanish(): void;
}

/** Makes the view in the root of an element; `emit` dispatches events of the element, `room` is the room that it names. */
export function makeView(
  inner: HTMLElement,
  emit: <Name extends keyof Events>(name: Name, detail: Events[Name]) => void,
  room: () => string | null,
): View {
  const stage = new Stage(emit, room);
  const scope = new ElementScope(inner);
  let mounted: object | null = null;
  return {
    stage,
    scope,
    appear() {
      mounted ??= mount(ElementView, { target: inner, props: { stage, scope, emit } });
    },
    vanish() {
      stage.rest();
      if (mounted) void unmount(mounted);
      mounted = null;
    },
  };
}
