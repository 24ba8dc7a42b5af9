/** What a person can take away when something went wrong: the experiment, and a report for whoever mends the page. */
import type { Experiment, Refusal } from '../../wasm-bindings/types';
import type { Lab } from '../store/lab.svelte';
import { download } from './download';

/** Hands out the experiment with everything that belongs to it. */
export function saveExperiment(experiment: Experiment): void {
  download(`${experiment.title || 'experiment'}.json`, JSON.stringify(experiment, null, 2));
}

/** The experiment without what a person has put into it: of the data only kind and numbers, and no words. */
function withoutContent(experiment: Experiment): unknown {
  const data = Object.entries(experiment.data).filter(([key, value]) => key === 'kind' || typeof value === 'number');
  return { ...experiment, title: '', notes: '', data: Object.fromEntries(data) };
}

/** Hands out everything that whoever mends the page needs; nothing of it is sent anywhere. */
export function saveReport(lab: Lab, refusal: Refusal, stack = ''): void {
  const experiment = lab.documents?.experiment;
  const report = {
    nablab: 'report',
    engine: lab.catalog?.engine ?? null,
    simd: lab.simd,
    error: refusal,
    stack: stack.split('\n'),
    losses: lab.crashes.losses,
    step: lab.step,
    experiment: experiment ? withoutContent(experiment) : null,
    browser: navigator.userAgent,
    language: navigator.language,
    memory: (navigator as { deviceMemory?: number }).deviceMemory ?? null,
    screen: [innerWidth, innerHeight, devicePixelRatio],
    time: new Date().toISOString(),
  };
  download('nablab-report.json', JSON.stringify(report, null, 2));
}
