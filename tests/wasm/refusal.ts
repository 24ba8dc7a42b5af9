import { expect } from 'vitest';
import { NablabError } from '../../wasm-bindings/nablabError';

/** The refusal that the work ends in; anything else that it throws, or nothing, fails the test. */
export function refusalOf(work: () => unknown): NablabError {
  let thrown: unknown;
  try {
    work();
  } catch (error) {
    thrown = error;
  }
  expect(thrown, 'nothing was refused').toBeInstanceOf(NablabError);
  return thrown as NablabError;
}

/** The code alone, or `null` where nothing was refused. */
export function codeOf(work: () => unknown): string | null {
  try {
    work();
  } catch (error) {
    return error instanceof NablabError ? error.code : String(error);
  }
  return null;
}
