/** `nablab diagnose`: pre-flight, training under the doctor's eyes, the causes it sees, and remedies that were tried. */
import { setImmediate } from 'node:timers/promises';
import type { Diagnosis, PreflightCheck, Session, TestedRemedy } from '../../wasm-bindings/types';
import { doctor } from '../words/doctor.en';
import { preflight } from '../words/preflight.en';
import { rules } from '../words/rules.en';
import type { Options } from './arguments';
import { naturalSteps } from './run';
import { Progress } from './progress';
import { train, withSession } from './training';

const words: Record<string, string | undefined> = { ...doctor, ...preflight, ...rules };

/** Steps of copies between two looks at the terminal. */
const stepsPerTurn = 500;

/** Prints what is wrong and what helps; status 0 whatever it is, for it was found out. */
export function diagnoseCommand(options: Options): Promise<number> {
  const progress = new Progress(options.quiet);
  return withSession(options, async (session, engine) => {
    session.watch(true);
    const { checks } = session.preflight('');
    await train(session, options.steps ?? naturalSteps(session), progress);
    const { headline, chain, findings } = session.diagnosis();
    const remedies = headline ? await tryRemedies(session, progress) : [];
    const { step, diverged } = session.status();
    const result = { schema: 1, engine: engine.version, step, diverged, headline, chain, findings, checks, remedies };
    console.log(options.json ? JSON.stringify(result, null, 2) : textOf(result));
    return 0;
  });
}

async function tryRemedies(session: Session, progress: Progress): Promise<TestedRemedy[]> {
  session.tryRemedies(null);
  for (let more = true; more;) {
    more = session.workOnRemedies(stepsPerTurn);
    const tested = session.remedies();
    if (tested) progress.show(tested.done, tested.all, 'trying remedies');
    await setImmediate();
  }
  progress.clear();
  return session.remedies()?.remedies ?? [];
}

interface Result {
  step: number;
  headline: { cause: string; finding: number | null } | null;
  chain: number[];
  findings: Diagnosis['findings'][number][];
  checks: PreflightCheck[];
  remedies: TestedRemedy[];
}

/** The sentence of a finding with its numbers; a number that it has not stays as its name. */
function sentenceOf({ rule, aspect, step, layer, evidence, names, part }: Diagnosis['findings'][number]): string {
  const given: Record<string, string | number> = { ...evidence, step, layer, name: names[0], other: names[1], part };
  given.names = names.join(', ');
  const sentence = words[`finding.${rule}.${aspect}`] ?? `${rule} ${aspect}`;
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = given[name];
    return typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(3) : String(value ?? place);
  });
}

function lineOf(finding: Diagnosis['findings'][number]): string {
  const title = words[`kind.rules.${finding.rule}`] ?? finding.rule;
  const layer = finding.layer >= 0 ? `, layer ${finding.layer}` : '';
  return `${title} (${finding.severity}, cause ${finding.cause}, step ${finding.step}${layer})\n  ${sentenceOf(finding)}`;
}

function remedyLine({ key, path, value, gain, from }: TestedRemedy): string {
  const points = (100 * gain).toFixed(1);
  const text = JSON.stringify(value);
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `  +${points} points ${from === 'start' ? 'from step 0' : 'from here on'}: ${words[`remedy.${key}`] ?? key} (${path} = ${shown})`;
}

function textOf({ step, headline, chain, findings, checks, remedies }: Result): string {
  const preflight = checks.map(({ key, state }) => `${key} ${state === 'notRun' ? 'not run' : state}`).join(', ');
  const rest = findings.map((_, i) => i).filter((i) => !chain.includes(i));
  const helpful = remedies.filter(({ helps }) => helps).map(remedyLine);
  const tried = remedies.length > 0 ? ['Remedies that helped on copies of the run:', ...helpful] : [];
  return [
    `Pre-flight: ${preflight}`,
    headline ? `Headline after ${step} steps: ${headline.cause}` : `After ${step} steps nothing is wrong.`,
    ...(chain.length > 0 ? ['', 'From the cause to its consequences:', ...chain.map((i) => lineOf(findings[i]))] : []),
    ...(rest.length > 0 ? ['', 'Besides:', ...rest.map((i) => lineOf(findings[i]))] : []),
    ...(tried.length > 0 ? ['', ...tried] : []),
    ...(tried.length > 0 && helpful.length === 0 ? ['  none'] : []),
  ].join('\n');
}
