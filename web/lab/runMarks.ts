/** What has happened in a run, as marks on every axis of steps. */
import type { Diagnosis, Experiment } from '../../wasm-bindings/types';
import { titleOf } from '../doctor/findingWords';
import type { StepMark } from '../pictures/chartDrawing';
import { markedFindings } from '../store/diagnosis.svelte';
import { pathWords, t } from '../words';
import type { Frame } from '../worker/protocol';
import { endText } from './endText';

/**
 * Turned knobs, the best step that early stopping knows, where findings began, a divergence, and the end that the run has
 * come to.
 */
export function runMarks(
  experiment: Experiment | undefined,
  { status }: Frame,
  diagnosis: Diagnosis | null,
): StepMark[] {
  const marks: StepMark[] = (experiment?.log ?? []).map(({ step, path, value }) => ({
    step,
    label: t('time.turned', { name: pathWords(path), value: String(value) }),
  }));
  const { step, diverged, stopped: reason, bestStep: best, stepsPerEpoch } = status;
  if (best !== null)
    marks.push({ step: best, label: t('time.best', { step: best, epoch: Math.ceil(best / stepsPerEpoch) }) });
  for (const finding of diagnosis ? markedFindings(diagnosis) : [])
    if (finding.step !== diverged?.step)
      marks.push({ step: finding.step, label: t('findings.began', { title: titleOf(finding), step: finding.step }) });
  if (diverged) marks.push({ step: diverged.step, label: t('findings.diverged', { step: diverged.step }) });
  if (reason) marks.push({ step, label: endText({ reason, step, best, restored: false }) });
  return marks;
}
