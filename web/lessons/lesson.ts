/**
 * A lesson: words in two languages (`en.md`, `zh.md`) about experiments that both share (`lesson.json`). What the words
 * quote is measured, what they claim is checked, and what they challenge to is shown to be possible.
 */

/** An experiment as a document has it: what is missing has its default. */
export type ExperimentInput = Record<string, unknown>;

/** One number that a text quotes as `{{figure NAME}}`: read off a run, or off the same run from many seeds. */
export interface Figure {
  /** Name of the experiment. */
  experiment: string;
  /** Trained up to this step, or to where the run ended before. */
  step: number;
  /**
   * Where the number stands: the name of a session's method and the way into what it returns, as
   * `metrics.training.loss`, `parameters.3`, `report.validation.macro.recall.value`, `trace.0.output.1.2` (layer,
   * quantity, row, column), `readings.gradientNorms.0` (the newest reading), `calibration.validation.expectedError`,
   * `unitReport.1.0.0.constant.loss` (layer, unit, row of the data).
   */
  read: string;
  /** The tool whose result is read as `tool.…`. */
  tool?: { kind: string; [knob: string]: unknown };
  /** Read from runs of the seeds 1 to so many, and put together. */
  seeds?: number;
  /** Read from the runs of a cross-validation over so many folds, and put together. */
  folds?: number;
  /** `share`: of the runs for which the number is at least `atLeast`. `median` where nothing stands. */
  reduce?: 'median' | 'mean' | 'lowest' | 'highest' | 'share';
  atLeast?: number;
  /** Significant digits that the text shows; `percent` shows a fraction so. */
  digits: number;
  percent?: boolean;
}

/** [left, relation, right]: names of figures, or numbers. */
export type Claim = [string | number, '<' | '>' | '<=' | '>=' | '=', string | number];

/** A live experiment: shown as `{{experiment NAME}}`. */
export interface LiveExperiment {
  experiment: ExperimentInput;
  /** It opens at rest at this step; without one it trains at once, but in the microscope. */
  step?: number;
  /** Its title in other languages than English, in which the experiment has it. */
  titles?: { en?: string; zh?: string };
  /** Where it opens; the lab where nothing stands. */
  room?: string;
}

/** Something to reach: shown as `{{challenge}}`; whether it is reached the core's numbers tell. */
export interface Challenge {
  /** Where it begins. */
  experiment: string;
  /** Members of the experiment that must stay as they are, as `data`. */
  keep: string[];
  /** At most. */
  steps: number;
  /** At most; no limit where it is missing. */
  parameters?: number;
  /** As in a figure. */
  read: string;
  atLeast?: number;
  atMost?: number;
  /** Changes of the experiment that reach it, and changes that do not. */
  solution: ExperimentInput;
  wrong: ExperimentInput;
}

export interface Lesson {
  /** Keys of the lessons to read before. */
  prerequisites: string[];
  experiments: Record<string, LiveExperiment>;
  figures: Record<string, Figure>;
  claims: Claim[];
  challenge: Challenge;
}

/** Where a run stands that may meet a challenge. */
export interface Standing {
  experiment: ExperimentInput;
  step: number;
  parameters: number;
  /** Whether the run has ended by itself. */
  ended: boolean;
  /** Of the number that is asked for; null where it has none. */
  value: number | null;
}

/**
 * What a run lacks to meet a challenge: nothing, if the list is empty. `from` is the experiment that it began with. What
 * counts is the end of the run: on the way a number may be as it should be by luck, even before the first step.
 */
export function lacking(
  challenge: Challenge,
  from: ExperimentInput,
  { experiment, step, parameters, ended, value }: Standing,
): ('changed' | 'running' | 'late' | 'large' | 'value')[] {
  const isTouched = (name: string) =>
    JSON.stringify(experiment[name]) !== JSON.stringify(from[name]) ||
    (experiment.log as { path: string }[]).some(({ path }) => path.split(/[.[]/)[0] === name);
  const isThere =
    value !== null && value >= (challenge.atLeast ?? -Infinity) && value <= (challenge.atMost ?? Infinity);
  return [
    ...(challenge.keep.some(isTouched) ? (['changed'] as const) : []),
    ...(ended || step >= challenge.steps ? [] : (['running'] as const)),
    ...(step > challenge.steps ? (['late'] as const) : []),
    ...(parameters > (challenge.parameters ?? Infinity) ? (['large'] as const) : []),
    ...(isThere ? [] : (['value'] as const)),
  ];
}

/** What the page is given to check a challenge: written beside the lessons. */
export interface ChallengeFile {
  challenge: Challenge;
  /** Complete, ended by the challenge's last step. */
  from: ExperimentInput;
  titles: Record<string, string>;
}

/** The experiment of a challenge, which ends by itself where the challenge does. */
export function challengeExperiment({ challenge, experiments }: Lesson): ExperimentInput {
  const { experiment } = experiments[challenge.experiment];
  return { ...experiment, stop: { ...(experiment.stop as object | undefined), steps: challenge.steps } };
}
