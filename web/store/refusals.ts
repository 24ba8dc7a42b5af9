/** Errors of every origin as the four parts of a refusal. */
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Refusal } from '../../wasm-bindings/types';

/** What was refused; anything that nobody expected has the code `UNEXPECTED`. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof NablabError) return error.refusal;
  return { code: 'UNEXPECTED', path: '', found: error instanceof Error ? error.message : String(error), allowed: '' };
}

/** Does the work; what went wrong with it comes back as a refusal, null where nothing did. */
export async function attempt(work: () => Promise<unknown>): Promise<Refusal | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return refusalOf(error);
  }
}

/** Where in the program something was thrown, for a report; empty if that is not known. */
export function stackOf(error: unknown): string {
  return (error instanceof Error && error.stack) || '';
}
