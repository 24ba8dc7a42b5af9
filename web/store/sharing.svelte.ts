/**
 * The experiment in the link's fragment and in files. The fragment always describes what is on the page; what comes in
 * from outside never takes the place of changed work without being asked for.
 */
import { parseExperimentText, largestExperimentText } from '../../wasm-bindings/experimentText';
import { decodeLink, encodeLink } from '../../wasm-bindings/link';
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Experiment, Refusal } from '../../wasm-bindings/types';
import type { Lab } from './lab.svelte';
import { takeParameter } from './address';
import { notices } from './notices.svelte';
import type { Visit } from './records';
import { refusalOf } from './refusals';
import { t } from '../words';

/** Milliseconds of rest before the fragment follows a change. */
const calm = 250;

/** Says why an experiment was not opened; one that lacks only a file of the person's is offered to be opened with it. */
export function tell(refusal: Refusal, experiment: unknown): void {
  const { code, found: name, allowed: sha256 } = refusal;
  if (code === 'FILE_MISSING') notices.show({ kind: 'wanted', wanted: { name, sha256, experiment } });
  else notices.show({ kind: 'refused', refusal });
}

const newWork = () => `${Date.now()}-${Math.random()}`;

/** The mark in the state of an entry of the browser's history, if it was made here. */
function workOf(state: unknown): string | null {
  const mark = typeof state === 'object' && state !== null && 'nablabWork' in state ? state.nablabWork : null;
  return typeof mark === 'string' ? mark : null;
}

/** The step at which a link wants to show its run, at rest (`?step=…`); null without one. */
function takeWantedStep(): number | null {
  const wanted = takeParameter('step') ?? '';
  return /^\d{1,6}$/.test(wanted) ? Number(wanted) : null;
}

export class Sharing {
  /** The whole address that describes the experiment; empty until there is one. */
  address = $state('');
  /** Why there is no such address: the experiment is too long for one. */
  refusal = $state.raw<Refusal | null>(null);

  /** Whether the address still has to follow a change. */
  isBehind = $state(true);

  #fragment = '';
  /** Marks the entries of the browser's history that were made while one experiment was worked on. */
  #work = workOf(history.state) ?? newWork();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly lab: Lab,
    private readonly playAtStart: boolean,
  ) {}

  /** The first experiment of a visit: where the last one was left, the link's, or the catalog's default. */
  async openFirst(last: Visit | null): Promise<void> {
    const linked = this.#read(location.hash);
    const step = takeWantedStep();
    if (linked && step !== null) {
      const refusal = await this.lab.begin(linked.experiment, false);
      if (!refusal) return void (step > 0 && (await this.lab.seek(step)));
    }
    if (last && last.step > 0 && (await this.#leadsBack(linked, last)) && (await this.#resume(last))) return;
    const refused = linked && (await this.lab.begin(linked.experiment, this.playAtStart));
    if (refused) tell(refused, linked.experiment);
    if (!linked || refused) await this.lab.begin(this.lab.catalog?.defaultExperiment, this.playAtStart);
  }

  /** Whether there is no link, or one to the experiment that was left. */
  async #leadsBack(linked: { experiment: unknown } | null, last: Visit): Promise<boolean> {
    if (!linked) return location.hash === '';
    try {
      const [theirs, ours] = await Promise.all(
        [linked.experiment, last.experiment].map((each) => this.lab.compact(each)),
      );
      return this.#encode(theirs) === this.#encode(ours);
    } catch {
      return false;
    }
  }

  async #resume({ experiment, step, edited }: Visit): Promise<boolean> {
    const refusal = await this.lab.resume(experiment, step, edited);
    // Another engine is on its way to that place.
    if (refusal?.code === 'ENGINE_LOST') return true;
    if (refusal) tell(refusal, experiment);
    return !refusal;
  }

  /** Lets the fragment follow the experiment, after a short rest. */
  follow(experiment: Experiment): void {
    clearTimeout(this.#timer);
    this.isBehind = true;
    this.#timer = setTimeout(() => void this.#write(experiment), calm);
  }

  /** The address was changed by hand, or the person went back or forward; some browsers tell of it twice. */
  async addressChanged(): Promise<void> {
    const { hash } = location;
    if (hash === this.#fragment || hash === this.#considered) return;
    // Back to another room: its entry still tells how the experiment was when it was left.
    if (workOf(history.state) === this.#work) return this.#restoreAddress();
    this.#considered = hash;
    await this.#consider(hash);
    this.#considered = null;
  }
  /** The fragment that is being looked at; an empty one is one, too. */
  #considered: string | null = null;

  async #consider(hash: string): Promise<void> {
    const linked = this.#read(hash);
    if (linked && !(await this.#sameAsNow(linked.experiment))) await this.#propose(linked.experiment);
    else this.#restoreAddress();
  }

  /** A file that was chosen or dropped. */
  async openFile(file: File): Promise<void> {
    try {
      if (file.size > largestExperimentText) {
        const allowed = `up to ${largestExperimentText} bytes`;
        throw new NablabError({ code: 'TEXT_SIZE', path: 'text', found: `${file.size} bytes`, allowed });
      }
      await this.#propose(await this.#translated(parseExperimentText(await file.text())));
    } catch (error) {
      notices.show({ kind: 'refused', refusal: refusalOf(error) });
    }
  }

  /** What is in a file: an experiment, or a model of Keras that becomes one. */
  async #translated(document: unknown): Promise<unknown> {
    const isModel = typeof document === 'object' && document !== null && 'class_name' in document;
    return isModel ? (await import('../exports/kerasFile')).experimentOfModel(this.lab, document) : document;
  }

  /** Opens at once, or asks first if work would be lost. */
  async #propose(experiment: unknown): Promise<void> {
    let title: string;
    try {
      title = (await this.lab.canonical(experiment)).title;
    } catch (error) {
      notices.show({ kind: 'refused', refusal: refusalOf(error) });
      return this.#restoreAddress();
    }
    const accept = () => void this.#take(experiment);
    if (!this.lab.changed) return accept();
    notices.show({
      kind: 'offer',
      text: () => t('notice.offer', { title }),
      accept: { name: () => t('notice.accept'), act: accept },
      decline: { name: () => t('notice.decline'), act: () => this.#restoreAddress() },
    });
  }

  async #take(experiment: unknown): Promise<void> {
    const refusal = await this.lab.begin(experiment);
    if (refusal) {
      tell(refusal, experiment);
      this.#restoreAddress();
    } else {
      this.#work = newWork();
    }
  }

  #read(fragment: string): { experiment: unknown } | null {
    try {
      const content = decodeLink(fragment);
      const ours = this.lab.catalog?.engine ?? '';
      if (content && content.engine !== ours) notices.show({ kind: 'engine', theirs: content.engine, ours });
      return content;
    } catch (error) {
      notices.show({ kind: 'refused', refusal: refusalOf(error) });
      return null;
    }
  }

  async #sameAsNow(experiment: unknown): Promise<boolean> {
    try {
      return this.#encode(await this.lab.compact(experiment)) === this.#fragment;
    } catch {
      return false;
    }
  }

  #encode(compact: Partial<Experiment>): string {
    return encodeLink(compact, this.lab.catalog?.engine ?? '');
  }

  async #write(experiment: Experiment): Promise<void> {
    try {
      this.#fragment = this.#encode(await this.lab.compact(experiment));
      this.refusal = null;
      this.#restoreAddress();
    } catch (error) {
      this.refusal = refusalOf(error);
      this.address = '';
    } finally {
      this.isBehind = false;
    }
  }

  #restoreAddress(): void {
    if (!this.#fragment) return;
    history.replaceState({ nablabWork: this.#work }, '', this.#fragment);
    this.address = location.href;
  }
}
