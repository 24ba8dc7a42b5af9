/** The clinic: sick experiments, what can be done with them, and how that is graded. */
import type { Experiment } from './experiment';

/** What there is to choose from, for every patient alike. */
export interface ClinicCatalog {
  /** `group` says where a result comes from, `key` which curve, picture, instrument, tool, check or report it is. */
  examinations: {
    key: string;
    group: 'curve' | 'picture' | 'instrument' | 'tool' | 'check' | 'report';
    cost: number;
  }[];
  /** Empty `amounts`: the treatment is the same for all. */
  treatments: { key: string; amounts: number[] }[];
  causes: string[];
  /** Answers that one may give to a patient, and treatments in one answer. */
  answers: number;
  treatmentsAtOnce: number;
}

/** A factor of a backward formula that may be written in two ways. */
export interface FormulaFactor {
  key: string;
  options: string[];
}

/** What may be known of a patient before anything is examined. */
export interface Admission {
  grade: number;
  steps: number;
  budget: number;
  experiment: Experiment;
  /** Null, or for surgery the layers whose backward formulas can be written anew. */
  layers: { layer: number; factors: FormulaFactor[] }[] | null;
}

export interface Prescription {
  key: string;
  amount: number;
}

export type ClinicAnswer =
  | { cause: string; treatments: Prescription[] }
  | { operation: { layer: number; options: Record<string, string> } }
  | { givesUp: true };

/** What was done with a patient so far. */
export interface ClinicRecord {
  examinations: string[];
  answers: ClinicAnswer[];
}

/** The grade of the last answer. */
export interface ClinicGrade {
  /** Of the budget. */
  spent: number;
  left: number;
  answersLeft: number;
  /** Whether the cause (for surgery: the layer) is right, and the patient healed; null without an answer. */
  cause: boolean | null;
  cured: boolean | null;
  closed: boolean;
  /** Of a hundred; 0 until the case is closed. */
  points: number;
  measure: 'recall' | 'r2';
  /** On the test rows of the healthy twin, times 100. */
  scores: { sick: number; treated: number; healthy: number } | null;
  /** After surgery: the layer that the gradient check suspects, −1 for none. */
  remaining: { suspect: number } | null;
  /** What it was; null until the case is closed. `layer` and `bug` are null where no surgery was needed. */
  truth: { causes: string[]; treatment: Prescription[]; layer: number | null; bug: string | null } | null;
}
