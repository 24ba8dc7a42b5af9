/**
 * The worker that owns the session. It answers the page's requests in their order and trains in short slices between
 * them; a frame goes out only when the page has drawn the one before, so a slow screen never slows training.
 */
import { liveSessions, loadEngine, NablabError } from '../../wasm-bindings/loader';
import type { DataView, Engine, Refusal } from '../../wasm-bindings/types';
import type { FilePlaces } from '../../wasm-bindings/urls';
import type { Clinic } from './clinic';
import { Clock } from './clock';
import { Files } from './files';
import { examine } from './examinations';
import { Measures, reportsOf } from './measures';
import { originsOf, traceStep } from './microscope';
import { look } from './looks';
import { scheduleCurve } from './unitLooks';
import { Pace } from './pace';
import { Race } from './race';
import { protocolVersion, type Answer, type Numbered, type Opening, type Request } from './protocol';
import { buffersOf, heldRuns, Run } from './run';
import { travel } from './travel';

/** Training gets at least this many times the milliseconds that frames cost. */
const framePatience = 2;

let engine: Engine | null = null;
/** Where its files lie, if not where they were built. */
let places: FilePlaces | undefined;
let run: Run | null = null;
let files: Files | null = null;
let measures: Measures | null = null;
let race: Race | null = null;
let clinic: Clinic | null = null;
let playing = false;
/** A way to a far step is to end where it is. */
let halted = false;
const pace = new Pace();
/** Training time: the core has no clock, so the condition of `stop` that counts seconds is kept here. */
const clock = new Clock();

function post(answer: Answer, moved: ArrayBuffer[] = []): void {
  self.postMessage(answer, { transfer: moved });
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof NablabError) return error.refusal;
  return { code: 'UNEXPECTED', path: '', found: error instanceof Error ? error.message : String(error), allowed: '' };
}

// --- Frames ---

let frameWanted = false;
let frameOutstanding = false;
let nextFrameAt = 0;

function sendFrame(): void {
  if (!frameWanted || frameOutstanding || !run?.ready) return;
  const begun = performance.now();
  if (playing && begun < nextFrameAt) return;
  const frame = run.frame(playing, clock.isOver);
  const now = performance.now();
  nextFrameAt = now + framePatience * (now - begun);
  frameWanted = false;
  frameOutstanding = true;
  post({ type: 'frame', frame }, buffersOf(frame));
}

function wantFrame(): void {
  frameWanted = true;
  sendFrame();
}

// --- The training loop ---

const channel = new MessageChannel();
let looping = false;

function trainSlice(): void {
  looping = false;
  if (!playing || !run) return;
  try {
    const begun = performance.now();
    const due = pace.due(begun);
    if (due > 0) {
      const done = run.step(due);
      pace.report(done, performance.now() - begun);
      if (done < due) playing = false;
    }
    if (clock.tick(performance.now())) playing = false;
    if (due > 0 || !playing) wantFrame();
    keepLooping();
  } catch (error) {
    lose(error);
  }
}

function keepLooping(): void {
  if (!playing || looping) return;
  looping = true;
  const wait = pace.wait(performance.now());
  // A message to ourselves lets the page's messages in between, without the 4 ms that timers are held back.
  if (wait < 1) channel.port2.postMessage(null);
  else setTimeout(trainSlice, wait);
}

channel.port1.onmessage = trainSlice;

function lose(error: unknown): void {
  playing = false;
  post({ type: 'lost', message: refusalOf(error).found });
}

// --- Requests ---

async function open(): Promise<Opening> {
  engine ??= await loadEngine({ complete: false, places });
  run ??= new Run(engine);
  files ??= new Files(engine, run.session);
  measures ??= new Measures(run.session);
  return { protocol: protocolVersion, catalog: engine.catalog(), simd: engine.simd };
}

/** A first visit makes many of them, but none has to be there before the network learns. */
async function preview(of: Engine, experiment: unknown): Promise<DataView> {
  await of.whole;
  const session = of.createSession();
  try {
    const adapted = of.adapt(experiment);
    await of.prepare(session, adapted);
    session.configure(adapted);
    return session.data();
  } finally {
    session.delete();
  }
}

/** What comes out of order, or from a page of another build, is refused; the run goes on. */
function unknownMessage(type: string, allowed: string): NablabError {
  return new NablabError({ code: 'MESSAGE_UNKNOWN', path: 'type', found: type, allowed });
}

async function answerTo(request: Request): Promise<unknown> {
  if (request.type === 'open') return open();
  if (!engine || !run || !files || !measures) throw unknownMessage(request.type, 'open');
  switch (request.type) {
    case 'adapt':
    case 'canonical':
    case 'compact':
      return engine[request.type](request.experiment);
    case 'preview':
      return preview(engine, request.experiment);
    case 'look':
      return look(engine, run.session, files, request.question);
    case 'clinic':
      // Its patients are fetched by whoever wants to see them.
      clinic ??= new (await import('./clinic')).Clinic(engine);
      return clinic.answer(request.question);
    case 'examine':
      return examine(run.session, request.question);
    case 'file':
      return files.open(request.file, request.wanted);
    case 'report':
      return files.report(request.sha256, request.format);
    case 'unit':
      return run.session.unitReport(request.layer, request.unit, request.row);
    case 'schedule':
      return scheduleCurve(engine, run.session, request.steps);
    case 'hash':
      return run.session.hash();
    case 'reports':
      return reportsOf(run.session);
    case 'instruments':
      return measures.choose(request.names, request.replay);
    case 'readings':
      return measures.measured();
    case 'raceBegin':
      race ??= new Race(engine);
      return race.begin(request.experiments, request.watch);
    case 'raceAdvance':
      return race?.advance(request.steps, request.milliseconds);
    case 'trace':
      return traceStep(run.session);
    case 'origins':
      return originsOf(run.session, request.serial, request.address);
    case 'documents':
      return run.documents();
    case 'watch':
      run.watch = request.watch;
      return undefined;
    case 'drawn':
    case 'halt':
    case 'ping':
    case 'places':
      return undefined;
    default:
      if (!changes.has(request.type)) throw unknownMessage(request.type, 'a message of this version');
      return change(run, request);
  }
}

/** Requests that change nothing that a frame shows. */
const looksOnly = new Set<Request['type']>([
  'open',
  'adapt',
  'canonical',
  'compact',
  'file',
  'report',
  'unit',
  'schedule',
  'hash',
  'reports',
  'instruments',
  'readings',
  'raceBegin',
  'raceAdvance',
  'documents',
  'trace',
  'origins',
  'preview',
  'look',
  'examine',
  'clinic',
]);

/** Requests that need more of the engine than training does. */
const needsWhole = new Set<string>(['preview', 'look', 'examine', 'clinic']);

const changes = new Set<string>(['configure', 'turn', 'play', 'pause', 'step', 'epoch', 'seek']);

type Change = Extract<Request, { type: 'configure' | 'turn' | 'play' | 'pause' | 'step' | 'epoch' | 'seek' }>;

async function change(of: Run, request: Change): Promise<unknown> {
  let value: unknown;
  switch (request.type) {
    case 'configure':
      value = await of.configure(request.experiment);
      measures?.begin();
      playing = false;
      frameOutstanding = false;
      clock.reset();
      break;
    case 'turn':
      of.session.turn(request.path, request.value);
      value = of.session.experiment();
      if (playing) clock.start(of.secondsToTrain(), performance.now());
      break;
    case 'play':
      playing = of.mayGoOn();
      clock.start(of.secondsToTrain(), performance.now());
      pace.start(request.speed, performance.now());
      keepLooping();
      break;
    case 'pause':
      playing = false;
      clock.pause(performance.now());
      break;
    case 'step':
      of.step(request.count);
      break;
    case 'epoch':
      of.step(of.stepsToEpoch());
      break;
    case 'seek':
      halted = false;
      await travel(
        of,
        request.step,
        () => halted,
        () => wantFrame(),
      );
      value = of.session.status().step;
      clock.reset();
      break;
  }
  nextFrameAt = 0;
  return value;
}

async function serve(message: Numbered): Promise<void> {
  try {
    post({ type: 'done', id: message.id, value: await answerTo(message) });
    // The answer first: the page knows the scene before a frame of it arrives.
    if (!looksOnly.has(message.type)) wantFrame();
  } catch (error) {
    const refusal = refusalOf(error);
    post({ type: 'refused', id: message.id, refusal });
    if (refusal.code === 'ENGINE_LOST' || refusal.code === 'UNEXPECTED') lose(error);
  }
}

let tail: Promise<void> = Promise.resolve();

/** Whether something that came is a message at all. */
function isMessage(data: unknown): data is Numbered {
  if (typeof data !== 'object' || data === null) return false;
  const { type, id } = data as Partial<Numbered>;
  return typeof type === 'string' && typeof id === 'number';
}

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isMessage(data)) return;
  if (data.type === 'ping') {
    post({ type: 'pong' });
    return;
  }
  if (data.type === 'drawn') {
    frameOutstanding = false;
    sendFrame();
    return;
  }
  if (data.type === 'halt') {
    halted = true;
    return;
  }
  if (data.type === 'places') {
    places = data.places;
    return;
  }
  const inTurn = () => (tail = tail.then(() => serve(data)));
  // What does not need the whole engine overtakes what does.
  if (needsWhole.has(data.type) && engine) void engine.whole.then(inTurn, inTurn);
  else void inTurn();
});
/** For tests of leaks: sessions that hold memory, and those that are meant to. */
Object.assign(self, { nablabSessions: () => ({ live: liveSessions(), held: heldRuns() }) });
self.addEventListener('unhandledrejection', ({ reason }) => lose(reason));
