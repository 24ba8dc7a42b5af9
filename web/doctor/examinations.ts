/** What can be examined in the doctor's room, in the order of its tabs; the words are `doctor.NAME`. */
import type { Component } from 'svelte';
import type { RoomProps } from '../rooms/rooms';
import type { Examiner } from './examiner.svelte';
import ClassesPanel from './ClassesPanel.svelte';
import CurvaturePanel from './CurvaturePanel.svelte';
import DiagnosisPanel from './DiagnosisPanel.svelte';
import GradientPanel from './GradientPanel.svelte';
import KnockOutPanel from './KnockOutPanel.svelte';
import LandscapePanel from './LandscapePanel.svelte';
import PreflightPanel from './PreflightPanel.svelte';
import RangePanel from './RangePanel.svelte';
import ReportPanel from './ReportPanel.svelte';
import SaliencyPanel from './SaliencyPanel.svelte';
import SurrogatePanel from './SurrogatePanel.svelte';

/** What each of them is given: the run of the lab, and who examines a copy of it. */
export interface ExaminationProps extends RoomProps {
  examiner: Examiner;
  /** Goes to another examination, by its name. */
  open: (name: string) => void;
}

export const examinations = {
  diagnosis: DiagnosisPanel,
  preflight: PreflightPanel,
  gradient: GradientPanel,
  range: RangePanel,
  landscape: LandscapePanel,
  curvature: CurvaturePanel,
  classes: ClassesPanel,
  saliency: SaliencyPanel,
  knockOut: KnockOutPanel,
  surrogate: SurrogatePanel,
  report: ReportPanel,
} as const satisfies Record<string, Component<ExaminationProps>>;

export type ExaminationName = keyof typeof examinations;
export const examinationNames = Object.keys(examinations) as ExaminationName[];
