/** The element `<nablab-lab>`: attributes, properties, methods and events; what it shows is loaded when it is nearly seen. */
import type { Diagnosis, Experiment, KnobValue, Metrics, Status } from '../../wasm-bindings/types';
import { parts, readControls } from './controls';
import type { Standing } from '../lessons/lesson';
import type { Lab } from '../store/lab.svelte';
import type { Events } from './events';
import { schemeAt, schemeProbe } from './scheme';
import type { Stage } from './stage.svelte';
import { dress, undress } from './styles';
import type { View } from './view';

export type { Events } from './events';

/** Without a DOM, as in Node, there is nothing to extend; the class is never made there. */
const Base = (globalThis.HTMLElement ?? Object) as typeof HTMLElement;

/** How far below the window an element begins to load. */
const margin = '200px';
/** Milliseconds out of sight after which it rests. */
const patience = 1000;

/**
 * A lab in a page of somebody's own.
 *
 * @tagname nablab-lab
 */
export class NablabLab extends Base {
  static readonly observedAttributes = ['experiment', 'lesson', 'room', 'controls', 'language', 'theme', 'lang'];

  readonly #root: ShadowRoot;
  readonly #inner: HTMLElement;
  readonly #probe = schemeProbe(() => this.#applyLooks());
  /** An experiment that was set as a document. */
  #experiment: unknown;
  #view: View | null = null;
  #loading: Promise<View> | null = null;
  #watching: IntersectionObserver | null = null;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  /** It trained when it went out of sight, and goes on when it is back. */
  #resumes = false;
  #isChanging = false;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    this.#inner = document.createElement('div');
    this.#inner.className = 'nablab';
    this.#inner.part.add('base');
    this.#inner.append(document.createElement('slot'));
    this.#root.append(this.#probe, this.#inner);
  }

  // --- Attributes and properties ---

  /** The experiment: a document, its JSON text, a link's text, or the name of one of the lesson's experiments. */
  get experiment(): unknown {
    return this.#view?.stage.experiment ?? this.#experiment ?? this.getAttribute('experiment') ?? undefined;
  }
  set experiment(value: unknown) {
    this.#experiment = value ?? undefined;
    this.#show();
  }

  /** Key of the lesson whose experiment is shown, such as `one-step`; null for none. */
  get lesson(): string | null {
    return this.getAttribute('lesson');
  }
  set lesson(value: string | null) {
    this.#reflect('lesson', value);
  }

  /** `lab` (network, output, curves) or `microscope` (one step taken apart). */
  get room(): string {
    return this.getAttribute('room') ?? this.#view?.stage.room ?? 'lab';
  }
  set room(value: string | null) {
    this.#reflect('room', value);
  }

  /** What is shown, separated by blanks: `play step reset speed readings network output curves`, paths of knobs. */
  get controls(): string {
    return this.getAttribute('controls') ?? '';
  }
  set controls(value: string | null) {
    this.#reflect('controls', value);
  }

  /** `en` or `zh`; by default that of the page around. */
  get language(): string {
    const wanted = this.getAttribute('language') ?? this.closest('[lang]')?.getAttribute('lang') ?? '';
    return /^zh\b/i.test(wanted) ? 'zh' : 'en';
  }
  set language(value: string | null) {
    this.#reflect('language', value);
  }

  /** `light`, `dark`, or `auto`: the colour scheme of the page around. */
  get theme(): string {
    const wanted = this.getAttribute('theme');
    return wanted === 'light' || wanted === 'dark' ? wanted : 'auto';
  }
  set theme(value: string | null) {
    this.#reflect('theme', value);
  }

  /** The step that is shown. */
  get step(): number {
    return this.#view?.stage.lab?.step ?? 0;
  }

  /** Where the run stands, with the metrics of every part; null until it is shown. */
  get frame(): (Status & { metrics: Metrics }) | null {
    const frame = this.#view?.stage.lab?.frame;
    return frame ? { ...frame.status, metrics: frame.metrics } : null;
  }

  /** Whether it trains now. */
  get playing(): boolean {
    return this.#view?.stage.playing ?? false;
  }

  #reflect(name: string, value: string | null): void {
    if (value === null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  // --- Methods: each rouses the element first, if it rests ---

  /** Trains from here on. */
  async play(): Promise<void> {
    await this.#act((stage) => stage.act((lab) => lab.train()));
  }

  /** Stops where it is. */
  async pause(): Promise<void> {
    this.#resumes = false;
    await this.#act((stage) => stage.act((lab) => lab.pause()));
  }

  /** Trains so many steps, as fast as it can, and waits there. */
  async train(steps: number): Promise<void> {
    const further = async (lab: Lab) => {
      await lab.pause();
      // What is drawn may be older than the run.
      const { step } = (await lab.ask({
        type: 'look',
        question: { about: 'standing', path: 'status.step' },
      })) as Standing;
      await lab.seek(step + steps);
    };
    await this.#act((stage) => stage.act(further));
  }

  /** Goes to the exact state of a step, earlier or later. */
  async seek(step: number): Promise<void> {
    await this.#act((stage) => stage.act((lab) => lab.seek(step)));
  }

  /** Back to step 0, with the knobs as they stand. */
  async reset(): Promise<void> {
    await this.#act((stage) => stage.act((lab) => lab.reset()));
  }

  /** Sets what stands at a path of the experiment, as `set('optimizer.learningRate', 0.1)`. */
  async set(path: string, value: KnobValue): Promise<void> {
    await this.#act((stage) => stage.set(path, value));
  }

  /** 16 hexadecimal digits of everything that training has computed so far. */
  async hash(): Promise<string> {
    let bits = '';
    await this.#act((stage) => stage.act(async (lab) => void (bits = await lab.hash())));
    return bits;
  }

  /** What the doctor has found before training and at the checks so far. */
  async diagnose(): Promise<Diagnosis | null> {
    let found: Diagnosis | null = null;
    await this.#act((stage) => stage.act(async () => void (found = await stage.diagnose())));
    return found;
  }

  /** The experiment as a link's text: what stands after `#` in an address of the page of Nablab. */
  async link(): Promise<string> {
    const { stage } = await this.#load();
    const [{ encodeLink }] = await Promise.all([import('../../wasm-bindings/link'), stage.rouse()]);
    const { lab } = stage;
    const compact: Partial<Experiment> = await (lab?.compact(lab.documents?.experiment) ?? {});
    return encodeLink(compact, lab?.catalog?.engine ?? '').slice(1);
  }

  async #act(work: (stage: Stage) => Promise<void>): Promise<void> {
    await work((await this.#load()).stage);
  }

  // --- Life ---

  connectedCallback(): void {
    for (const name of ['experiment', 'lesson', 'room', 'controls', 'language', 'theme']) this.#upgrade(name);
    dress(this.#root);
    this.#applyLooks();
    this.#watching = new IntersectionObserver((seen) => this.#seen(seen.at(-1)?.isIntersecting ?? false), {
      rootMargin: margin,
    });
    this.#watching.observe(this);
    document.addEventListener('visibilitychange', this.#onvisibilitychange);
    this.#view?.appear();
  }

  disconnectedCallback(): void {
    this.#watching?.disconnect();
    this.#watching = null;
    document.removeEventListener('visibilitychange', this.#onvisibilitychange);
    // It may be on its way to another place.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#leave();
      this.#view?.vanish();
      undress(this.#root);
    });
  }

  /** Moved within the page: nothing has to be torn down. */
  connectedMoveCallback(): void {}

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    if (name === 'experiment') this.#experiment = undefined;
    if (name === 'experiment' || name === 'lesson') this.#show();
    else this.#applyLooks();
  }

  /** A property that was set before the class was known would hide the accessor. */
  #upgrade(name: string): void {
    if (!Object.hasOwn(this, name)) return;
    const self = this as unknown as Record<string, unknown>;
    const value = self[name];
    Reflect.deleteProperty(self, name);
    self[name] = value;
  }

  /** However often attributes change in one turn, what stands in the end is shown. */
  #show(): void {
    if (!this.#view || this.#isChanging) return;
    this.#isChanging = true;
    queueMicrotask(() => {
      this.#isChanging = false;
      this.#view?.stage.show(this.lesson, this.#wanted);
    });
  }

  get #wanted(): unknown {
    return this.#experiment ?? this.getAttribute('experiment') ?? undefined;
  }

  #applyLooks(): void {
    const controls = readControls(this.getAttribute('controls'));
    this.#inner.dataset.without = parts.filter((part) => !controls.parts.includes(part)).join(' ');
    this.#inner.dataset.room = this.room;
    this.#inner.dataset.theme = this.theme === 'auto' ? schemeAt(this.#probe) : this.theme;
    this.#inner.lang = this.language === 'zh' ? 'zh-Hans' : 'en';
    if (!this.#view) return;
    const { stage, scope } = this.#view;
    scope.language = this.language === 'zh' ? 'zh-Hans' : 'en';
    stage.controls = controls;
    if (stage.lab?.documents) stage.chooseRoom();
  }

  #load(): Promise<View> {
    this.#loading ??= import('./view').then(({ makeView }) => {
      const emit = <Name extends keyof Events>(name: Name, detail: Events[Name]) => {
        // An error concerns the element alone; handlers of the page's own errors must not hear of it.
        this.dispatchEvent(new CustomEvent(name, { detail, bubbles: name !== 'error', composed: true }));
      };
      this.#view = makeView(this.#inner, emit, () => this.getAttribute('room'));
      if (this.isConnected) this.#view.appear();
      this.#applyLooks();
      this.#view.stage.show(this.lesson, this.#wanted);
      return this.#view;
    });
    // A connection that broke is forgiven at the next occasion.
    this.#loading.catch(() => (this.#loading = null));
    return this.#loading;
  }

  #seen(isSeen: boolean): void {
    clearTimeout(this.#leaving);
    if (!isSeen) {
      this.#leaving = setTimeout(() => this.#leave(), patience);
      return;
    }
    void this.#load().then(async ({ stage }) => {
      await stage.rouse();
      if (this.#resumes) await this.play();
      this.#resumes = false;
    }, this.#tellUnloaded);
  }

  /** The modules themselves did not come: there are no words for it but these. */
  #tellUnloaded = (error: unknown): void => {
    const found = error instanceof Error ? error.message : String(error);
    const detail: Events['error'] = { code: 'MODULES_UNAVAILABLE', path: '', found, allowed: '' };
    this.dispatchEvent(new CustomEvent('error', { detail, composed: true }));
  };

  #leave(): void {
    clearTimeout(this.#leaving);
    const { stage } = this.#view ?? {};
    if (!stage?.awake) return;
    this.#resumes ||= stage.playing;
    stage.rest();
  }

  #onvisibilitychange = (): void => {
    const { stage } = this.#view ?? {};
    if (document.hidden && stage?.playing) {
      this.#resumes = true;
      void stage.act((lab) => lab.pause());
    } else if (!document.hidden && this.#resumes && stage?.awake) {
      this.#resumes = false;
      void this.play();
    }
  };
}
