/** The halves of the room where things are compared; each is loaded when it is opened for the first time. */
import type { Component } from 'svelte';
import type { RoomProps } from '../rooms/rooms';

type LoadHalf = () => Promise<{ default: Component<RoomProps> }>;

/** In the order of the tabs; a half's words are `compare.NAME`. */
export const halves = {
  twoRuns: () => import('./TwoRuns.svelte'),
  race: () => import('../race/RaceHalf.svelte'),
} as const satisfies Record<string, LoadHalf>;

export type HalfName = keyof typeof halves;
export const halfNames = Object.keys(halves) as HalfName[];

/** Loads the component of a half. */
export const loaderOf = (name: HalfName): LoadHalf => halves[name];
