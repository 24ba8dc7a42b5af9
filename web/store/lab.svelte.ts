/**
 * The one store of the page: the experiment, the run that the worker trains, and the newest frame of it. Everything
 * that changes the run goes through here; what the core refuses comes back as a refusal and has changed nothing.
 */
import { tick } from 'svelte';
import type { Catalog, Choice, Experiment, Knob, KnobValue, Refusal } from '../../wasm-bindings/types';
import { NablabError } from '../../wasm-bindings/nablabError';
import { TrainerClient } from '../worker/client';
import { protocolVersion, type Documents, type Frame, type Scene, type Watch } from '../worker/protocol';
import { Crashes } from './crashes';
import { Edits, type Moment } from './edits.svelte';
import { Ends } from './ends';
import { Moves, type List, type PlaceNow, type Splice } from './moves';
import { notices } from './notices.svelte';
import { valueAt, withValue } from './paths';
import { explainedByPolicy } from './policy';
import { NewestFrame } from './newestFrame';
import { Questions } from './questions.svelte';
import { attempt } from './refusals';

/** Steps per second that can be chosen; 0 is as fast as the machine can. */
export const speeds = [1, 3, 10, 30, 100, 300, 1000, 0] as const;

/** Milliseconds after which one hears that a way is long. */
const patience = 700;

export class Lab extends Questions {
  phase = $state<'opening' | 'ready' | 'failed'>('opening');
  /** Why there is no engine, when `phase` is `failed`. */
  failure = $state.raw<Refusal | null>(null);
  catalog = $state.raw<Catalog | null>(null);
  /** Whether the engine's vector build runs here. */
  simd = $state(false);
  /** What is fixed during the run; changes together with the first frame of it. */
  scene = $state.raw<Scene | null>(null);
  frame = $state.raw<Frame | null>(null);
  documents = $state.raw<Documents | null>(null);
  playing = $state(false);
  speed = $state<number>(100);
  /** The furthest step that the run has reached. */
  head = $state(0);
  /** Whether the experiment was changed since it was opened. */
  changed = $state(false);
  /** Changes that were asked for and are not yet shown. */
  underWay = $state(0);
  /** How many things were ever asked of the run, and which of them is being done. */
  asked = 0;
  turn = 0;
  /** Hands over a file that was opened in an earlier visit, if it is still there. */
  recallFile: (sha256: string) => Promise<void> = async () => {};
  /** An engine is there, at first or in the place of another. */
  onopen = (): void => {};
  readonly edits = new Edits();
  readonly #moves = new Moves();
  readonly crashes = new Crashes();

  readonly #frames = new NewestFrame(async (frame) => {
    this.#show(frame);
    await tick();
    this.client.drawn();
  });
  protected client = this.#connect();
  #silence = { kind: 'silent' as const, stop: () => this.client.giveUp() };
  #ends = new Ends();
  #watch: Watch | null = null;
  #nextScene: Scene | null = null;
  /** Title and notes that the session does not know yet. */
  #words: Partial<Pick<Experiment, 'title' | 'notes'>> = {};
  /** The step that the run was left at, while it is on its way back there; an engine that takes over goes there too. */
  #left: number | null = null;

  /** Whether the run is on its way back to where it was left. */
  get returning(): boolean {
    return this.#left !== null;
  }

  /** The experiment with the knobs now in force. */
  get current(): Experiment | null {
    return this.documents?.current ?? null;
  }

  get step(): number {
    return this.frame?.status.step ?? 0;
  }

  // --- Opening ---

  /** Loads the engine; false if that is not possible. */
  async open(): Promise<boolean> {
    const first = await attempt(() => this.#openClient());
    if (!first) return true;
    // A connection that broke, or files that were renewed just now, are forgiven once.
    this.client.close();
    this.client = this.#connect();
    const second = await attempt(() => this.#openClient());
    if (second) this.fail(await explainedByPolicy(second));
    return !second;
  }

  async #openClient(): Promise<void> {
    const { protocol, catalog, simd } = await this.client.ask({ type: 'open' });
    if (protocol !== protocolVersion) {
      const found = String(protocol);
      throw new NablabError({ code: 'PROTOCOL', path: '', found, allowed: String(protocolVersion) });
    }
    this.catalog = catalog;
    this.simd = simd;
    this.onopen();
  }

  /** Puts another experiment in the place of this one, at step 0. */
  begin(experiment: unknown, play = this.playing): Promise<Refusal | null> {
    return this.#asEdit('', async () => {
      await this.#configure(experiment, play);
      this.changed = false;
      this.phase = 'ready';
    });
  }

  /** Goes on with a run that was left at this step; it waits there. */
  resume(experiment: unknown, step: number, changed: boolean): Promise<Refusal | null> {
    return this.#asEdit('', async () => {
      await this.#configure(experiment, false);
      this.phase = 'ready';
      this.changed = changed;
      const reached = await this.#return(step);
      notices.show({ kind: 'back', title: this.current?.title ?? '', step: reached });
    });
  }

  // --- Changing the experiment ---

  /** Sets one knob: turned in the running run where that is possible, else the run starts again. */
  set(knob: Pick<Knob, 'turnable'>, path: string, value: KnobValue): Promise<Refusal | null> {
    return this.#at(path, (place) =>
      // When its turn comes: a change before it may begin the run anew.
      knob.turnable && this.step > 0 && !this.#nextScene
        ? this.#turn(place, value)
        : this.#change((experiment) => withValue(experiment, place, value), place),
    );
  }

  /** Puts a value at its place; the run starts again. */
  put(path: string, value: unknown): Promise<Refusal | null> {
    return this.edit((experiment, place) => withValue(experiment, place, value), path);
  }

  /** Sets one parameter by hand, counted as in `frame.parameters`; the run goes on with it. */
  setParameter(index: number, value: number): Promise<Refusal | null> {
    const path = `parameters[${index}]`;
    return this.#asEdit(path, () => this.#turn(path, value));
  }

  /**
   * Changes anything; loss and outputs follow the data, and the run starts again and goes on if it was going. What
   * stands at `path` is what was asked for: in a list, where an entry could be dropped or bent to fit, it is refused
   * rather than adapted. `change` is told where that is by now: changes before it may have moved it.
   */
  edit(change: (experiment: Experiment, path: string) => Experiment, path = ''): Promise<Refusal | null> {
    return this.#at(path, (place) => this.#change((experiment) => change(experiment, place), place));
  }

  /**
   * Takes entries out of a list and puts others in. `work` gives them for the experiment as it is when its turn comes, or
   * null for none; places that it knows from the documents, or from the `scene`, may have moved by then.
   */
  splice(
    list: List,
    work: (experiment: Experiment, placeNow: PlaceNow) => Splice | null,
    shown: 'documents' | 'scene' = 'documents',
  ): Promise<Refusal | null> {
    const since = this.#moves[shown];
    return this.#asEdit('', async () => {
      const splice = this.current && work(this.current, this.#moves.since(since, list));
      if (!splice) return;
      const { place, removed, added } = splice;
      const edited = (entries: Choice[]) => entries.toSpliced(place, removed, ...added);
      await this.#change(
        (experiment) => ({ ...experiment, [list]: edited(experiment[list]) }),
        '',
        () => this.#moves.note(list, splice),
      );
    });
  }

  /** Gives the experiment other words; the run goes on, since words change no bits. */
  describe(words: Partial<Pick<Experiment, 'title' | 'notes'>>): Promise<Refusal | null> {
    return this.#asEdit(Object.keys(words).join(), async () => {
      if (!this.documents) return;
      await this.canonical({ ...this.documents.experiment, ...words });
      this.#words = { ...this.#words, ...words };
      this.changed = true;
      await this.#readDocuments();
    });
  }

  /** The experiment as it stands, from step 0. */
  reset(): Promise<Refusal | null> {
    return this.#asEdit('', async () => {
      if (this.current) await this.#configure(this.current, false);
    });
  }

  /** Takes back the last change, or makes it again: experiment, turned knobs and step are as they were. */
  retrace(way: 'undo' | 'redo'): Promise<Refusal | null> {
    return this.#inTurn(async () => {
      const [from, to] = [this.#moment(), this.edits.peek(way)];
      if (!from || !to) return;
      const { playing } = this;
      await this.#configure(to.experiment, false);
      this.changed = to.changed;
      this.edits.move(way, from);
      await this.#return(to.step);
      if (playing) await this.#play();
    });
  }

  // --- The run ---

  train(): Promise<Refusal | null> {
    return this.#inTurn(() => this.#play());
  }

  pause(): Promise<Refusal | null> {
    return this.#inTurn(() => this.#pause());
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    if (this.playing) void this.train();
  }

  stepForward(): Promise<Refusal | null> {
    return this.#inTurn(async () => {
      await this.#pause();
      await this.client.ask({ type: 'step', count: 1 });
    });
  }

  epochForward(): Promise<Refusal | null> {
    return this.#inTurn(async () => {
      await this.#pause();
      await this.client.ask({ type: 'epoch' });
    });
  }

  /** Goes to the exact state of a step, earlier or later, and waits there. */
  async seek(step: number): Promise<void> {
    const isUnderWay = this.#wantedStep !== null;
    this.#wantedStep = Math.max(0, Math.round(step));
    if (isUnderWay) return;
    await this.#inTurn(async () => {
      await this.#pause();
      // While a thumb is dragged only the newest place counts.
      for (let next = this.#wantedStep; next !== null; next = this.#wantedStep === next ? null : this.#wantedStep) {
        await this.#travel(next);
      }
    });
    this.#wantedStep = null;
  }
  #wantedStep: number | null = null;

  /** Ends a way to a far step where it is. */
  halt(): void {
    if (this.#wantedStep !== null) this.#wantedStep = this.step;
    this.client.halt();
  }

  /** What the frames should hold from now on. */
  async watch(watch: Watch): Promise<void> {
    this.#watch = watch;
    if (this.documents) await attempt(() => this.client.ask({ type: 'watch', watch }));
  }

  // --- Inside ---

  /** A change of what stands at a path when it is asked for; nothing if that is taken away before its turn. */
  #at(path: string, work: (place: string) => Promise<void>): Promise<Refusal | null> {
    const since = this.#moves.documents;
    return this.#asEdit(path, async () => {
      const place = this.#moves.pathSince(since, path);
      if (place !== null) await work(place);
    });
  }

  async #change(
    change: (experiment: Experiment) => Experiment,
    path: string,
    onconfigured?: () => void,
  ): Promise<void> {
    if (!this.current) return;
    const wanted = change(structuredClone(this.current));
    let adapted = await this.client.ask({ type: 'adapt', experiment: wanted });
    const stands = (experiment: Experiment) => JSON.stringify(valueAt(experiment, path));
    if (path.includes('[') && stands(adapted) !== stands(wanted)) adapted = await this.canonical(wanted);
    await this.#configure(adapted, this.playing, onconfigured);
    this.changed = true;
  }

  async #turn(path: string, value: KnobValue): Promise<void> {
    await this.client.ask({ type: 'turn', path, value });
    this.head = this.step;
    this.changed = true;
    await this.#readDocuments();
  }

  /** One change after the other: each begins with what the one before has made. */
  #inTurn(work: () => Promise<unknown>): Promise<Refusal | null> {
    const number = ++this.asked;
    const done = this.#lastInTurn.then(() => {
      this.turn = number;
      return attempt(work);
    });
    this.#lastInTurn = done;
    this.underWay++;
    // Its frame is drawn before this one's turn comes.
    void done.then(() => requestAnimationFrame(() => this.underWay--));
    return done;
  }
  #lastInTurn: Promise<unknown> = Promise.resolve();

  #moment(): Moment | null {
    return this.documents && { experiment: this.documents.experiment, step: this.step, changed: this.changed };
  }

  /** A change that can be taken back; one that is refused, or that changes nothing, is not noted. */
  #asEdit(path: string, work: () => Promise<unknown>): Promise<Refusal | null> {
    return this.#inTurn(async () => {
      const before = this.#moment();
      await work();
      const after = this.documents?.experiment;
      if (!before || JSON.stringify(before.experiment) === JSON.stringify(after)) return;
      this.edits.note(before, path, performance.now());
    });
  }

  /** To the exact state of a step; if it is far, that is said, and one may stop on the way. Resolves to where it led. */
  async #travel(step: number): Promise<number> {
    const notice = { kind: 'travelling' as const, step, halt: () => this.halt() };
    const late = setTimeout(() => notices.show(notice), patience);
    let reached = step;
    try {
      reached = await this.client.ask({ type: 'seek', step });
    } finally {
      clearTimeout(late);
      notices.clear(notice);
    }
    await this.#readDocuments();
    return reached;
  }

  /** From its first step to the one at which this run was left. Only the loss of the engine leaves that open. */
  async #return(step: number): Promise<number> {
    this.#left = step;
    try {
      return await this.#travel(step);
    } finally {
      if (!this.client.isLost) this.#left = null;
    }
  }

  async #play(): Promise<void> {
    this.playing = true;
    await this.client.ask({ type: 'play', speed: this.speed });
  }

  async #pause(): Promise<void> {
    if (!this.playing) return;
    this.playing = false;
    await this.client.ask({ type: 'pause' });
    await this.#readDocuments();
  }

  /** Brings the files that an experiment's data names, as far as they were kept. */
  async #provideFiles(experiment: Partial<Experiment> | null): Promise<void> {
    const { sha256, labelsSha256 } = { ...experiment?.data };
    for (const wanted of [sha256, labelsSha256]) {
      if (typeof wanted !== 'string' || wanted === '' || this.files.some((file) => file.sha256 === wanted)) continue;
      await attempt(() => this.recallFile(wanted));
    }
  }

  async #configure(experiment: unknown, play: boolean, onconfigured?: () => void): Promise<void> {
    await this.#provideFiles(experiment as Partial<Experiment> | null);
    this.#nextScene = await this.client.ask({ type: 'configure', experiment });
    onconfigured?.();
    this.#words = {};
    if (this.#watch) await this.client.ask({ type: 'watch', watch: this.#watch });
    await this.#readDocuments();
    this.playing = play;
    if (play) await this.client.ask({ type: 'play', speed: this.speed });
  }

  async #readDocuments(): Promise<void> {
    const { experiment, current } = await this.client.ask({ type: 'documents' });
    this.documents = { experiment: { ...experiment, ...this.#words }, current: { ...current, ...this.#words } };
    this.#moves.documents = this.#moves.count;
  }

  #connect(): TrainerClient {
    return new TrainerClient({
      onframe: (frame) => this.#frames.take(frame),
      onlost: (refusal) => void this.#recover(refusal),
      onslow: () => (notices.isSlow = true),
      onsilent: () => notices.show(this.#silence),
      onheard: () => {
        notices.isSlow = false;
        notices.clear(this.#silence);
      },
    });
  }

  #show(frame: Frame): void {
    if (this.#nextScene && frame.run >= this.#nextScene.run) {
      this.scene = this.#nextScene;
      this.#moves.scene = this.#moves.count;
      this.#nextScene = null;
      this.head = 0;
    }
    if (frame.run !== this.scene?.run) return;
    this.frame = frame;
    this.head = Math.max(this.head, frame.status.step);
    if (this.#ends.note(frame, this.current?.earlyStopping.restoreBest === true)) this.playing = false;
  }

  /** Nothing goes on: the reason takes the place of the lab. */
  fail(refusal: Refusal): void {
    this.playing = false;
    this.failure = refusal;
    this.phase = 'failed';
  }

  /** Lets the engine go: what is shown stays, and all else waits for `wake`. */
  rest(): void {
    this.playing = false;
    this.client.close();
  }

  /** Another engine takes the experiment to the step that was last shown; why not, if that is so. */
  wake(): Promise<Refusal | null> {
    return this.#inTurn(() => this.#wake());
  }

  /** Resolves to the step that it leads to. */
  async #wake(): Promise<number> {
    const { documents } = this;
    this.playing = false;
    this.client = this.#connect();
    const step = documents ? (this.#left ??= this.step) : 0;
    await this.#openClient();
    if (!documents) return step;
    for (const { file, sha256 } of this.files)
      await attempt(() => this.client.ask({ type: 'file', file, wanted: sha256 }));
    await this.#configure(documents.experiment, false);
    return this.#return(step);
  }

  /** The worker is gone: another one takes the experiment to the step that was last on the screen. */
  async #recover(refusal: Refusal): Promise<void> {
    notices.isSlow = false;
    notices.clear(this.#silence);
    // While it is opened for the first time, `open` sees to it.
    if (!this.catalog) return;
    if (this.crashes.tooMany(this.step, refusal.found) || this.phase === 'opening') return this.fail(refusal);
    this.playing = false;
    // In its turn: what was asked for before the loss settles first, and what comes after it finds an engine.
    const failed = await this.#inTurn(async () => notices.show({ kind: 'restarted', step: await this.#wake() }));
    // An engine that is lost on the way has its own successor.
    if (failed && failed.code !== 'ENGINE_LOST') this.fail(await explainedByPolicy(failed));
  }
}
