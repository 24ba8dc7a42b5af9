/** What can be looked at beside the curves; each view is loaded when it is opened for the first time. */
import type { Component } from 'svelte';
import type { Frame, Scene } from '../worker/protocol';

/** What every view is given. */
export interface ViewProps {
  scene: Scene;
  frame: Frame;
}

type LoadView = () => Promise<{ default: Component<ViewProps> }>;

/** In the order of the tabs; a view's words are `measures.NAME`. */
export const views = {
  metrics: () => import('./MetricsView.svelte'),
  histograms: () => import('./HistogramsView.svelte'),
  layers: () => import('./LayersView.svelte'),
} as const satisfies Record<string, LoadView>;

export type ViewName = keyof typeof views;
export const viewNames = Object.keys(views) as ViewName[];

/** Loads the component of a view. */
export const loaderOf = (name: ViewName): LoadView => views[name];
