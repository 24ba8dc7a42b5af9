/** What one element shows and does: its run, awake or at rest, and what was asked of it. */
import type { Diagnosis, Experiment, Finding, KnobValue, Refusal } from '../../wasm-bindings/types';
import { NablabError } from '../../wasm-bindings/nablabError';
import { Lab } from '../store/lab.svelte';
import { withValue } from '../store/paths';
import { attempt } from '../store/refusals';
import type { Events } from './events';
import { controlAt, readControls, type Controls } from './controls';
import { crew, type Member } from './crew';
import { sourceOf, type Source } from './source';

/** Labs answer with what was refused, or with nothing. */
function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'code' in answer;
}

/** So many frames of the screen a picture may take that is on its way. */
const mostFrames = 60;

/** Resolves when what was asked of the run is on the screen; a page that nobody sees draws nothing. */
async function settled(lab: Lab): Promise<void> {
  const drawn = () => new Promise((done) => (document.hidden ? setTimeout(done, 20) : requestAnimationFrame(done)));
  while (lab.underWay > 0) await drawn();
  // A picture that was still being drawn holds the newest one back.
  await attempt(async () => {
    if (lab.playing || !lab.documents) return;
    const { step } = await lab.ask({ type: 'readings' });
    for (let frames = 0; lab.step !== step && frames < mostFrames; frames++) await drawn();
  });
}

export class Stage implements Member {
  room = $state<'lab' | 'microscope'>('lab');
  controls = $state.raw<Controls>(readControls(null));
  /** What was refused last, and is still wrong. */
  refusal = $state.raw<Refusal | null>(null);
  lab = $state.raw<Lab | null>(null);
  /** Whether it has an engine, and whether one is on its way. */
  awake = $state(false);
  rousing = $state(false);
  #wanted: { lesson: string | null; experiment: unknown } | null = { lesson: null, experiment: undefined };
  /** Why what the element asks for is not what is shown. */
  #wrong: Refusal | null = null;
  #lessonRoom: string | null = null;
  /** What is done at the moment. */
  #tasks = 0;
  #tail: Promise<unknown> = Promise.resolve();
  /** Told what was found already, so that it is told once. */
  #found: Record<string, true> = {};

  constructor(
    private readonly emit: <Name extends keyof Events>(name: Name, detail: Events[Name]) => void,
    /** The room that the element names, if it names one. */
    private readonly roomWanted: () => string | null,
  ) {}

  get playing(): boolean {
    return this.lab?.playing ?? false;
  }

  get busy(): boolean {
    return this.#tasks > 0;
  }

  // --- What is asked of it ---

  /** Another experiment; the newest wins. It begins as soon as there is an engine. */
  show(lesson: string | null, experiment: unknown): void {
    this.#wanted = { lesson, experiment };
    if (this.awake || this.refusal) void this.rouse();
  }

  /** Gives it an engine, if need be, and begins what is wanted; false if that was refused. */
  rouse(): Promise<boolean> {
    return this.#inTurn(() => this.#undisturbed(() => this.#rouse()));
  }

  /** What a person or a program does with the run: the element is roused first. */
  act(work: (lab: Lab) => Promise<unknown>): Promise<void> {
    return this.#undisturbed(async () => {
      const roused = await this.rouse();
      if (!roused || !this.lab) return;
      const answer = await work(this.lab);
      await settled(this.lab);
      // What was broken off since it went out of sight is no fault.
      if (!this.awake) return;
      if (isRefusal(answer)) this.tell(answer);
      else this.refusal = this.#wrong;
    });
  }

  /** Sets what stands at a path of the experiment: a knob is turned, all else begins the run anew. */
  set(path: string, value: KnobValue): Promise<void> {
    return this.act((lab) =>
      attempt(async () => {
        const { catalog, current } = lab;
        if (!catalog || !current) return;
        const control = controlAt(catalog, current, path);
        const refused =
          'knob' in control
            ? await lab.set(control.knob, path, value)
            : await lab.edit((each) => withValue(each, path, { kind: value }), `${path}.kind`);
        if (refused) throw new NablabError(refused);
      }),
    );
  }

  /** Lets the engine go; the picture stays. */
  rest(): void {
    this.awake = false;
    this.lab?.rest();
    crew.leave(this);
  }

  /** Says what was refused, here and to the page. */
  tell(refusal: Refusal): void {
    this.refusal = refusal;
    this.emit('error', refusal);
  }

  // --- What the run says ---

  /** Tells of findings that it has not told of in this run. */
  found(run: number, findings: readonly Finding[]): void {
    for (const finding of findings) {
      const { rule, aspect, layer, part, step } = finding;
      const key = [run, rule, aspect, layer, part, step].join(' ');
      if (this.#found[key]) continue;
      this.#found[key] = true;
      this.emit('finding', finding);
    }
  }

  /** What the doctor has found by now. */
  async diagnose(): Promise<Diagnosis | null> {
    if (!this.awake || !this.lab) return null;
    return (await this.lab.ask({ type: 'examine', question: { about: 'diagnosis' } })) as Diagnosis;
  }

  // --- Inside ---

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => undefined);
    return done;
  }

  async #rouse(): Promise<boolean> {
    this.rousing = !this.awake;
    try {
      await crew.enter(this);
      if (!this.awake) {
        const refusal = await this.#wake();
        if (refusal) {
          this.rest();
          this.tell(refusal);
          return false;
        }
        this.awake = true;
      }
      while (this.#wanted && this.awake) await this.#begin();
      if (this.lab) await settled(this.lab);
    } finally {
      this.rousing = false;
    }
    return this.awake && this.lab?.documents !== null;
  }

  /** Does something that the crew must not break off. */
  async #undisturbed<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#tasks++;
    try {
      return await work();
    } finally {
      this.#tasks--;
      crew.look();
    }
  }

  async #wake(): Promise<Refusal | null> {
    if (this.lab?.documents) return this.lab.wake();
    this.lab?.rest();
    const lab = new Lab();
    // Under the doctor's eyes from the first step on, as soon as the whole engine is there.
    lab.onopen = () => void attempt(() => lab.ask({ type: 'examine', question: { about: 'supervision' } }));
    this.lab = lab;
    return (await lab.open()) ? null : lab.failure;
  }

  async #begin(): Promise<void> {
    const { lab } = this;
    const wanted = this.#wanted;
    this.#wanted = null;
    if (!lab || !wanted) return;
    const refusal = await attempt(async () => {
      const source = await sourceOf(wanted.lesson, wanted.experiment);
      if (this.#wanted) return;
      const refused = await lab.begin(source.experiment ?? lab.catalog?.defaultExperiment, false);
      if (refused) throw new NablabError(refused);
      this.#found = {};
      this.#enterRoom(source);
      if (source.step > 0) await lab.seek(source.step);
    });
    if (!this.awake) {
      // Broken off since it went out of sight: it begins when it is back.
      this.#wanted ??= wanted;
      return;
    }
    this.refusal = this.#wrong = refusal;
    if (refusal) this.tell(refusal);
  }

  #enterRoom({ room }: Source): void {
    this.#lessonRoom = room;
    this.chooseRoom();
  }

  /** The room that the element names, else the lesson's, else the lab. */
  chooseRoom(): void {
    const named = this.roomWanted();
    if (named !== null && named !== 'lab' && named !== 'microscope') {
      this.tell({ code: 'ROOM_UNKNOWN', path: 'room', found: JSON.stringify(named), allowed: 'lab, microscope' });
    }
    const wanted = named ?? this.#lessonRoom;
    this.room = wanted === 'microscope' ? 'microscope' : 'lab';
  }

  /** The experiment as it stands, with the knobs now in force. */
  get experiment(): Experiment | null {
    return this.lab?.current ?? null;
  }
}
