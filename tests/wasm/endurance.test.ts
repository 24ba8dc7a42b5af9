/** Runs that are long, and runs that are driven without rest: what holds after a thousand steps holds for ever. */
import { expect, test } from 'vitest';
import { liveSessions } from '../../wasm-bindings/loader';
import type { Engine, Session } from '../../wasm-bindings/types';
import { engineWithMemory } from './engineMemory';

/** Small, so that many steps take no time. */
const small = {
  version: 1,
  data: { kind: 'circle', size: 20 },
  layers: [{ kind: 'dense', units: 1 }],
  batchSize: 1,
};

/** The same numbers from 0 to 1 everywhere: failures can be repeated. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

/** The hash of a run that goes straight to where this one has come to. */
function straight(engine: Engine, session: Session): string {
  const other = engine.createSession();
  other.configure(session.experiment());
  other.step(session.status().step);
  const hash = other.hash();
  other.delete();
  return hash;
}

test('row 60: a thousand random steps, ways back, turns and restarts leave the bits of a straight run, and memory is flat', async () => {
  const { engine, megabytes, handles } = await engineWithMemory();
  const random = pseudoRandom(60);
  const below = (count: number) => Math.floor(random() * count);
  const session = engine.createSession();
  session.configure(small);
  session.record(100);
  const calls = [
    () => session.step(1 + below(30)),
    () => session.seek(below(session.status().step + 1)),
    () => session.turn('optimizer.learningRate', 0.01 * (1 + below(20))),
    () => session.configure({ ...session.experiment(), batchSize: 1 + below(3) }),
    () => session.metrics(),
  ];
  const held = () => [handles(), megabytes()];
  let warm: number[] = [];
  for (let call = 1; call <= 1000; call++) {
    // A restart is rarer than the rest, so that runs get somewhere.
    calls[below(10) === 0 ? 3 : [0, 0, 1, 2, 4][below(5)]]?.();
    if (call % 50 === 0) expect(session.hash(), `after ${call} calls`).toBe(straight(engine, session));
    if (call === 200) warm = held();
  }
  expect(held()).toEqual(warm);
  session.delete();
});

test('row 61: after a million steps the engine holds no more objects and no more memory than after a thousand', async () => {
  const { engine, megabytes, handles } = await engineWithMemory();
  const session = engine.createSession();
  session.configure(small);
  session.record(500);
  const seen = () => {
    session.metrics();
    session.history();
    return [liveSessions(), handles(), megabytes()];
  };
  session.step(1000);
  const early = seen();
  for (let thousand = 1; thousand < 1000; thousand++) {
    session.step(1000);
    if (thousand % 100 === 0) expect(seen(), `after ${thousand} thousand steps`).toEqual(early);
  }
  expect(session.status().step).toBe(1_000_000);
  expect(seen()).toEqual(early);
  session.delete();
});
