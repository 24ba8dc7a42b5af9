/** What is the matter with the run, as far as the doctor knows by now: shown in the lab, marked on its curves. */
import type { Diagnosis, Finding } from '../../wasm-bindings/types';

/** The words of rules are wanted only where something was found. */
export const loadRuleWords = () => import('../doctor/ruleWords').catch(() => undefined);

class Diagnosed {
  #now = $state.raw<{ run: number; found: Diagnosis } | null>(null);

  /** The newest diagnosis of that run of the page; null before the first. */
  of(run: number): Diagnosis | null {
    return this.#now?.run === run ? this.#now.found : null;
  }

  /** Takes in what was found, with the words for it. */
  async note(run: number, found: Diagnosis): Promise<void> {
    if (found.findings.length > 0) await loadRuleWords();
    this.#now = { run, found };
  }
}

export const diagnosed = new Diagnosed();

/** What began while the run trained and still holds, hints aside, with what leads to it. */
export function markedFindings({ findings, chain }: Diagnosis): Finding[] {
  return findings.filter(
    ({ step, until, severity }, number) => step > 0 && (chain.includes(number) || (until < 0 && severity !== 'hint')),
  );
}
