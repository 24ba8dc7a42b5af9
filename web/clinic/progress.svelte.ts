/** What was done with each patient, kept on this machine at every change. */
import type { ClinicRecord, Prescription } from '../../wasm-bindings/types';
import { recallText, remember } from '../store/remember';

/** An answer that is not given yet: empty keys are not chosen. */
export interface Draft {
  cause: string;
  treatments: Prescription[];
  /** Of surgery; −1: no layer is chosen. */
  layer: number;
  options: Record<string, string>;
}

export interface Case extends ClinicRecord {
  draft: Draft;
  closed: boolean;
  /** Of the last time that the case was closed, and the best of all times; null before. */
  points: number | null;
  best: number | null;
}

const emptyDraft = (): Draft => ({ cause: '', treatments: [{ key: '', amount: 0 }], layer: -1, options: {} });

/** A patient that nobody has seen. */
export function newCase(best: number | null = null): Case {
  return { examinations: [], answers: [], draft: emptyDraft(), closed: false, points: null, best };
}

const place = 'clinic';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What storage holds, as far as it has the form of a case; whether it makes sense the core tells. */
function caseOf(value: unknown): Case | null {
  if (!isRecord(value) || !Array.isArray(value.examinations) || !Array.isArray(value.answers)) return null;
  const draft =
    isRecord(value.draft) && Array.isArray(value.draft.treatments) ? (value.draft as unknown as Draft) : null;
  const number = (each: unknown) => (typeof each === 'number' ? each : null);
  return {
    examinations: value.examinations as Case['examinations'],
    answers: value.answers as Case['answers'],
    draft: { ...emptyDraft(), ...draft },
    closed: value.closed === true,
    points: number(value.points),
    best: number(value.best),
  };
}

function readCases(): Record<string, Case> {
  try {
    const stored: unknown = JSON.parse(recallText(place) ?? '{}');
    if (!isRecord(stored)) return {};
    return Object.fromEntries(
      Object.entries(stored).flatMap(([key, value]) => {
        const one = caseOf(value);
        return one ? [[key, one]] : [];
      }),
    );
  } catch {
    return {};
  }
}

class Progress {
  #cases = $state.raw<Record<string, Case>>(readCases());

  /** Null: nobody has seen this patient. */
  of(patient: string): Case | null {
    return this.#cases[patient] ?? null;
  }

  keep(patient: string, next: Case): void {
    this.#cases = { ...this.#cases, [patient]: next };
    remember(place, JSON.stringify(this.#cases));
  }
}

export const progress = new Progress();
