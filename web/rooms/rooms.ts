/** The rooms of the page. The lab is always there; every other room is loaded when it is entered for the first time. */
import type { Component } from 'svelte';
import type { Frame, Scene } from '../worker/protocol';

/** What every room is given: the run that the page holds. */
export interface RoomProps {
  scene: Scene;
  frame: Frame;
}

type LoadRoom = () => Promise<{ default: Component<RoomProps> }>;

/** In the order of the navigation; its words are `room.NAME` and `room.NAMEHelp`. */
export const rooms = {
  lab: null,
  microscope: () => import('../microscope/MicroscopeRoom.svelte'),
  doctor: () => import('../doctor/DoctorRoom.svelte'),
  // The run of the lab has no part in it.
  clinic: () => import('../clinic/ClinicRoom.svelte') as unknown as ReturnType<LoadRoom>,
  compare: () => import('../compare/CompareRoom.svelte'),
  runs: () => import('../runs/RunsRoom.svelte'),
} as const satisfies Record<string, LoadRoom | null>;

export type RoomName = keyof typeof rooms;
export const roomNames = Object.keys(rooms) as RoomName[];

/** Loads the component of a room; null for the lab, which is part of the page. */
export const loaderOf = (name: RoomName): LoadRoom | null => rooms[name];
