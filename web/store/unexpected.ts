/**
 * The last resort: what handlers of events and promises throw, and nobody catches, is told in one sentence with a way
 * out, instead of a page that silently does nothing.
 */
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Refusal } from '../../wasm-bindings/types';
import { notices } from './notices.svelte';
import { refusalOf, stackOf } from './refusals';

/** Losses of the worker: whoever waited for it is told by `Lab`, which starts another one. */
const toldElsewhere = new Set(['ENGINE_LOST', 'WORKER_UNAVAILABLE']);

/** Whether it is no error of the page: a person has cancelled what the browser asked, or the loss is told already. */
function isHarmless(error: unknown): boolean {
  if (error instanceof NablabError) return toldElsewhere.has(error.refusal.code);
  return error instanceof DOMException && error.name === 'AbortError';
}

/** What is thrown again and again is told once, until the sentence is closed. */
function isTold(refusal: Refusal): boolean {
  const { now } = notices;
  return now?.kind === 'unexpected' && now.refusal.found === refusal.found;
}

function tell(error: unknown): void {
  if (isHarmless(error)) return;
  const refusal = refusalOf(error);
  if (isTold(refusal)) return;
  notices.show({ kind: 'unexpected', refusal, stack: stackOf(error) });
}

/** Listens until what it returns is called. */
export function tellTheUnexpected(): () => void {
  // Remarks of the browser, about sizes that change while they are measured, and scripts of others come without an error.
  const onError = ({ error }: ErrorEvent) => {
    if (error !== null && error !== undefined) tell(error);
  };
  const onRejection = ({ reason }: PromiseRejectionEvent) => tell(reason);
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onRejection);
  return () => {
    removeEventListener('error', onError);
    removeEventListener('unhandledrejection', onRejection);
  };
}
