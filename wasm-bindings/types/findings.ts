/** What the doctor finds. */
import type { Metrics } from './run';

/** A change to the experiment that is expected to help: what should stand at a path of its document. */
export interface Remedy {
  /** Stable; words are kept under it. */
  key: string;
  path: string;
  value: unknown;
}

/** What a diagnosis rule of the catalog concludes. */
export interface Finding {
  rule: string;
  /** Which side of the rule it is, for its sentence. Stable. */
  aspect: string;
  severity: 'error' | 'warning' | 'hint';
  /** Since which step it holds; 0: before training. */
  step: number;
  /** From which step on it holds no longer; −1: it still does. */
  until: number;
  /** −1: about no layer. */
  layer: number;
  evidence: Record<string, number>;
  /** Inputs or classes that it is about, the worst first. */
  names: string[];
  part: keyof Metrics | '';
  /** Rows of the data, from 0, and lines of the file, from 1: the first of them. */
  samples: number[];
  lines: number[];
  remedies: Remedy[];
}

/** What is the matter with a run, and why. */
export interface Diagnosis {
  /** Steps between two checks; 0: nobody watches. */
  every: number;
  /** Null: no warning or error holds. */
  headline: {
    /** Stable key of the cause, or "unknown" where there are but symptoms. */
    cause: string;
    /** Number of the finding that shows it. */
    finding: number | null;
  } | null;
  /** Numbers of findings, from the first cause to its last consequence. */
  chain: number[];
  /** What holds, the most severe first, then what once did. */
  findings: (Finding & { cause: string })[];
}

/** One check of the pre-flight. */
export interface PreflightCheck {
  key: 'data' | 'initialLoss' | 'gradients' | 'overfitBatch' | 'inputIndependent' | 'rangeTest' | 'regularization';
  state: 'passed' | 'failed' | 'notRun';
  /** Why it was not run; otherwise empty. */
  reason: '' | 'noRows' | 'noPenalty' | 'diverged';
  evidence: Record<string, number>;
  findings: Finding[];
}

/** What was checked before training, and by which engine. */
export interface PreflightResult {
  engine: string;
  checks: PreflightCheck[];
}

/** Scores (mean recall or R²) and losses of a copy of the run; a loss that is not finite is null. */
export interface TrialCurve {
  steps: number[];
  scores: number[];
  losses: (number | null)[];
}

/** What a change made of a copy of the run. */
export interface TestedRemedy extends Remedy {
  /** Trained anew from step 0, or from where the run stood. */
  from: 'start' | 'here';
  score: number;
  /** Over the copy that was trained as long without the change. */
  gain: number;
  /** Still tried, tried the whole way, or given up before since others did better. */
  state: 'under' | 'ended' | 'dropped';
  /** Whether the gain is large enough for the change to be offered. */
  helps: boolean;
  curve: TrialCurve;
}

/** Changes that were tried, the one that helped most first. */
export interface TestedRemedies {
  /** Where scores come from. */
  part: 'training' | 'validation' | 'test';
  measure: 'recall' | 'r2';
  /** Of every copy that is not given up; done and to do of all together. */
  steps: number;
  done: number;
  all: number;
  controls: { start: TrialCurve | null; here: TrialCurve | null };
  remedies: TestedRemedy[];
}
