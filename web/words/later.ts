/**
 * Words of the rooms that are loaded when they are entered: each room brings its own (`addWords`), so that a first visit
 * need not fetch them.
 */
import type { clinic } from './clinic.en';
import type { compare } from './compare.en';
import type { doctorRoom } from './doctorRoom.en';
import type { exports } from './exports.en';
import type { element } from './element.en';
import type { embed } from './embed.en';
import type { lessons } from './lessons.en';
import type { offline } from './offline.en';
import type { ownData } from './ownData.en';
import type { preflight } from './preflight.en';
import type { race } from './race.en';
import type { rules } from './rules.en';
import type { runs } from './runs.en';
import type { trace } from './trace.en';

/** Parts of the words that come later, each with the folder of `web/` that alone uses it. */
export const laterParts = {
  clinic: 'clinic',
  compare: 'compare',
  doctorRoom: 'doctor',
  exports: 'exports',
  element: 'element',
  embed: 'embed',
  lessons: 'lessons',
  offline: 'offline',
  ownData: 'data',
  preflight: 'doctor',
  race: 'race',
  rules: 'doctor',
  runs: 'runs',
  trace: 'microscope',
} as const;

export type LaterKey =
  | keyof typeof clinic
  | keyof typeof compare
  | keyof typeof doctorRoom
  | keyof typeof exports
  | keyof typeof element
  | keyof typeof embed
  | keyof typeof lessons
  | keyof typeof offline
  | keyof typeof ownData
  | keyof typeof preflight
  | keyof typeof race
  | keyof typeof rules
  | keyof typeof runs
  | keyof typeof trace;
