/**
 * Keeps what the page holds while one works with it: where this tab stands, so that a reload or a crash leads back there,
 * and the run itself in the history.
 */
import type { Experiment } from '../../wasm-bindings/types';
import type { Lab } from './lab.svelte';
import { isVisit, recordFormat, seenIn, type RunRecord, type Visit } from './records';
import { recallInTab, rememberInTab } from './remember';
import type { RunHistory } from './runHistory.svelte';

/** Milliseconds between two looks at whether there is something new to keep. */
const every = 1000;
/** Tabs whose places are remembered. */
const mostVisits = 8;

/** The name of this tab, which outlives its reloads; where that is denied, a new one. */
function nameOfTab(): string {
  const name = recallInTab('tab') ?? crypto.randomUUID?.() ?? String(Math.random());
  rememberInTab('tab', name);
  return name;
}

/** Where this tab stood, as far as the tab itself remembers it. */
function visitOfTab(): Visit | null {
  try {
    const visit: unknown = JSON.parse(recallInTab('visit') ?? 'null');
    return isVisit(visit) ? visit : null;
  } catch {
    return null;
  }
}

/** The same run gives the same bits: all but its words, with the knobs that were turned. */
function contentOf(experiment: Experiment): string {
  return JSON.stringify({ ...experiment, title: '', notes: '' });
}

export class Keeper {
  readonly #tab = nameOfTab();
  #run: { number: number; id: string } | null = null;
  #kept = '';
  /**
   * What is still to be kept: of each run its newest state. One after the other, since a run whose first state is on its
   * way would not be known yet, and would get a second record.
   */
  readonly #due = new Map<number, () => Promise<void>>();
  #working: Promise<void> | null = null;

  constructor(
    private readonly lab: Lab,
    private readonly history: RunHistory,
  ) {}

  /** Where this tab stood before it was loaded again; for a new tab, where the last one stood. */
  async lastVisit(): Promise<Visit | null> {
    const here = visitOfTab();
    if (here) return here;
    const read = await this.history.readAll('visits');
    const visits = read.flatMap(([key, value]) => (isVisit(value) ? [{ key, visit: value }] : []));
    const own = visits.find(({ key }) => key === this.#tab);
    const newest = visits.sort((a, b) => b.visit.changed - a.visit.changed)[0];
    return (own ?? newest)?.visit ?? null;
  }

  /** Looks from time to time, and when the page is hidden or left; returns how to end that. */
  start(): () => void {
    const keep = () => void this.keep();
    const keepHidden = () => {
      if (document.hidden) keep();
    };
    void this.#forgetOldVisits();
    const timer = setInterval(keep, every);
    document.addEventListener('visibilitychange', keepHidden);
    addEventListener('pagehide', keep);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', keepHidden);
      removeEventListener('pagehide', keep);
    };
  }

  /** Keeps the present state, if it is another than the one kept last. */
  async keep(): Promise<void> {
    const { scene, frame, documents, changed, returning } = this.lab;
    // On the way back to where a run was left, that is the place to be kept.
    if (!scene || !frame || !documents || returning || frame.run !== scene.run) return;
    const { experiment } = documents;
    const state = `${JSON.stringify(experiment)} ${frame.status.step}`;
    if (state === this.#kept) return;
    this.#kept = state;
    const step = frame.status.step;
    const now = Date.now();
    const visit: Visit = { format: recordFormat, experiment, step, edited: changed, changed: now };
    // At once: a page that is being left waits for no database.
    rememberInTab('visit', JSON.stringify(visit));
    this.#due.set(scene.run, async () => {
      await this.history.ready;
      const record = this.#recordFor(scene.run, experiment, step);
      await this.history.write([{ shelf: 'visits', key: this.#tab, value: visit }]);
      // What lies before the furthest step is known already.
      if (step > 0 && step >= record.step) {
        await this.history.save({ ...record, ...seenIn(scene, frame), experiment, changed: now });
      }
    });
    return (this.#working ??= this.#work());
  }

  async #work(): Promise<void> {
    try {
      for (const [run, store] of this.#due) {
        this.#due.delete(run);
        await store();
      }
    } finally {
      this.#working = null;
    }
  }

  /** The record of a run that stands at `step`: a kept one with the same content, the one that goes on, or a new one. */
  #recordFor(number: number, experiment: Experiment, step: number): RunRecord {
    const content = contentOf(experiment);
    const known = this.history.list.find((each) => contentOf(each.experiment) === content);
    const under = this.#run?.number === number ? this.history.get(this.#run.id) : undefined;
    // A knob that was turned carries a run on, unless something would be lost by that.
    const goesOn = under && !under.name && !under.note && step >= under.step && under.step > 0;
    const record = known ?? (goesOn && isContinued(under.experiment, experiment) ? under : this.#newRecord(experiment));
    this.#run = { number, id: record.id };
    return record;
  }

  #newRecord(experiment: Experiment): RunRecord {
    const now = Date.now();
    const engine = this.lab.catalog?.engine ?? '';
    const seen = { step: 0, metrics: null, curve: null, field: null };
    const id = crypto.randomUUID?.() ?? `${now}-${Math.random()}`;
    return { format: recordFormat, id, name: '', note: '', created: now, changed: now, engine, experiment, ...seen };
  }

  async #forgetOldVisits(): Promise<void> {
    const read = await this.history.readAll('visits');
    const time = (value: unknown) => (isVisit(value) ? value.changed : 0);
    const old = read.sort(([, a], [, b]) => time(b) - time(a)).slice(mostVisits);
    await this.history.write(old.map(([key]) => ({ shelf: 'visits', key, value: undefined })));
  }
}

/** Whether `after` is `before` with more knobs turned. */
function isContinued(before: Experiment, after: Experiment): boolean {
  return contentOf({ ...before, log: [] }) === contentOf({ ...after, log: [] });
}
