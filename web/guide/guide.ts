/**
 * A page of the guide: words in two languages (`en.md`, `zh.md`), and what both share (`guide.json`, where there is
 * something to share): live experiments, measured figures and claims as in lessons, and excerpts of the sources.
 */
import type { Claim, Figure, LiveExperiment } from '../lessons/lesson.ts';

/** Lines of a source file, found anew at every build, so that they cannot go stale. */
export interface Excerpt {
  /** From the root of the repository. */
  file: string;
  /** A line that holds this text; the search begins there. */
  after?: string;
  /** The first line after it that holds this text is the excerpt's first. */
  from: string;
  /** So many lines, or up to the end of the braces that open in them. One line where nothing stands. */
  lines?: number | 'block';
}

/** What a rule of the doctor says of a run: checked against the core. */
export interface FindingClaim {
  experiment: string;
  /** The doctor watches up to this step. */
  step: number;
  /** Key of the cause in the headline; null: nothing is wrong. Not checked where it is missing. */
  headline?: string | null;
  /** Rules that speak up, and rules that do not. */
  found?: string[];
  silent?: string[];
}

/** Which checks of the pre-flight an experiment fails; it passes the others or they were not run. */
export interface PreflightClaim {
  experiment: string;
  fails: string[];
}

/** What both languages of a page share. */
export interface SharedGuide {
  experiments: Record<string, LiveExperiment>;
  figures: Record<string, Figure>;
  claims: Claim[];
  findings: FindingClaim[];
  preflights: PreflightClaim[];
  excerpts: Record<string, Excerpt>;
}

export const nothingShared: SharedGuide = {
  experiments: {},
  figures: {},
  claims: [],
  findings: [],
  preflights: [],
  excerpts: {},
};
