import { describe, expect, test } from 'vitest';
import { Guard } from '../../wasm-bindings/guard';
import { makeEngine } from '../../wasm-bindings/loader';
import type { CoreModule } from '../../wasm-bindings/module';
import { NablabError } from '../../wasm-bindings/nablabError';
import { refusalOf } from './refusal';

function throwing(error: unknown): () => never {
  return () => {
    throw error;
  };
}

describe('the guard', () => {
  test('passes results on', () => {
    expect(new Guard().call(() => 42)).toBe(42);
  });

  test('makes a NablabError of what the core refuses, and the engine lives on', () => {
    const guard = new Guard();
    const refused = Object.assign(new Error('seed is -1; allowed: 0 to 10'), {
      name: 'NablabError',
      code: 'RANGE',
      path: 'seed',
      found: '-1',
      allowed: '0 to 10',
    });
    const error = refusalOf(() => guard.call(throwing(refused)));
    expect(error.refusal).toEqual({ code: 'RANGE', path: 'seed', found: '-1', allowed: '0 to 10' });
    expect(error.message).toBe('seed is -1; allowed: 0 to 10');
    expect(guard.call(() => 1)).toBe(1);
  });

  test('calls arguments of a wrong type what they are, and the engine lives on', () => {
    const guard = new Guard();
    const wrong = Object.assign(new Error('Cannot pass "abc" as a double'), { name: 'BindingError' });
    expect(refusalOf(() => guard.call(throwing(wrong))).code).toBe('ARGUMENT');
    expect(guard.isLost).toBe(false);
  });

  test.each([
    ['a trap', new WebAssembly.RuntimeError('unreachable'), 'unreachable'],
    ['a stack overflow', new RangeError('Maximum call stack size exceeded'), 'Maximum call stack size exceeded'],
    ['an exception that the core does not know', {}, 'an unknown exception'],
  ])('row 64: after %s every call answers ENGINE_LOST without entering the core', (_, thrown, reason) => {
    const guard = new Guard();
    expect(refusalOf(() => guard.call(throwing(thrown)))).toMatchObject({ code: 'ENGINE_LOST', found: reason });
    let entered = false;
    const later = refusalOf(() => guard.call(() => (entered = true)));
    expect(later).toMatchObject({ code: 'ENGINE_LOST', found: reason });
    expect(entered).toBe(false);
  });

  test('a refusal survives as its four parts where a class would not', () => {
    const error = new NablabError({ code: 'RANGE', path: 'seed', found: '-1', allowed: '0 to 10' });
    expect(structuredClone(error.refusal)).toEqual(error.refusal);
  });
});

describe('an engine whose instance has trapped', () => {
  /** As much of a module as the engine needs; its sessions trap in `step`. */
  class Trapping {
    step(): number {
      throw new WebAssembly.RuntimeError('memory access out of bounds');
    }
    delete(): void {
      throw new Error('entered after the trap');
    }
  }
  const trapping = { version: () => '1.0.0', catalog: () => ({}), Session: Trapping } as unknown as CoreModule;

  test('refuses every function and every session, and lets them be deleted', () => {
    const engine = makeEngine(trapping, true);
    const [first, second] = [engine.createSession(), engine.createSession()];
    expect(refusalOf(() => first.step(1)).code).toBe('ENGINE_LOST');
    for (const work of [
      () => second.step(1),
      () => engine.catalog(),
      () => engine.canonical({}),
      () => engine.createSession(),
    ]) {
      expect(refusalOf(work).code).toBe('ENGINE_LOST');
    }
    first.delete();
    second.delete();
  });
});
