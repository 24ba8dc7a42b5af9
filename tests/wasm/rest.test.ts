import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Engine } from '../../wasm-bindings/types';
import { refusalOf } from './refusal';

/** What a worker of a browser has: a request that is answered at once, here from disk. */
function answerAtOnce(status: number): { requests: number } {
  const seen = { requests: 0 };
  class Request {
    status = status;
    response: Uint8Array | null = null;
    #url = '';
    open(_method: string, url: URL): void {
      this.#url = url.pathname;
    }
    send(): void {
      seen.requests++;
      this.response = readFileSync(this.#url);
    }
  }
  vi.stubGlobal('XMLHttpRequest', Request);
  return seen;
}

afterEach(() => void vi.unstubAllGlobals());

/** Something that no first visit does. */
function hashOfRareRun(engine: Engine): string {
  const session = engine.createSession('float64');
  session.configure({ version: 1, optimizer: { kind: 'lbfgs' }, batchSize: 0 });
  session.step(5);
  const hash = session.hash();
  session.delete();
  return hash;
}

test('a function that is not there yet is brought, once, and gives the same bits', async () => {
  const whole = hashOfRareRun(await loadEngine());
  const seen = answerAtOnce(200);
  const engine = await loadEngine({ complete: false });
  expect(hashOfRareRun(engine)).toBe(whole);
  expect(hashOfRareRun(engine)).toBe(whole);
  expect(seen.requests).toBe(1);
});

test('a first visit runs without the rest', async () => {
  const seen = answerAtOnce(200);
  const engine = await loadEngine({ complete: false });
  const session = engine.createSession();
  session.configure(engine.catalog().defaultExperiment);
  expect(session.step(1000)).toBe(1000);
  expect(session.metrics().training?.loss).toBeGreaterThan(0);
  session.delete();
  expect(seen.requests).toBe(0);
});

test('an engine whose rest cannot be brought is lost, not wrong', async () => {
  answerAtOnce(404);
  const engine = await loadEngine({ complete: false });
  const refusal = refusalOf(() => hashOfRareRun(engine));
  expect(refusal).toMatchObject({ code: 'ENGINE_LOST' });
  expect(refusal.found).toContain('404');
});

test('an engine whose functions are gone is lost, not asked wrongly', async () => {
  answerAtOnce(200);
  const instantiate = vi.spyOn(WebAssembly, 'instantiate');
  const engine = await loadEngine({ complete: false });
  const session = engine.createSession();
  session.configure(engine.catalog().defaultExperiment);
  expect(session.calibration('training')).not.toBeNull();
  const { exports } = (await instantiate.mock.results[0].value) as WebAssembly.Instance;
  instantiate.mockRestore();
  const tables = Object.values(exports).filter((each) => each instanceof WebAssembly.Table);
  for (const table of tables) for (let place = 0; place < table.length; place++) table.set(place, null);
  expect(refusalOf(() => session.calibration('training'))).toMatchObject({ code: 'ENGINE_LOST' });
  session.delete();
});
