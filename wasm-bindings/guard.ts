import { NablabError } from './nablabError';

/**
 * Stands between callers and one instance of the core. What the core throws leaves as a `NablabError`. After a trap or
 * an exception that the core does not know, its memory may be half written: the instance is lost, and every later call
 * is answered with `ENGINE_LOST` without entering it.
 */
export class Guard {
  #lost: string | null = null;

  get isLost(): boolean {
    return this.#lost !== null;
  }

  call<Result>(work: () => Result): Result {
    if (this.#lost !== null) throw lostError(this.#lost);
    try {
      return work();
    } catch (error) {
      throw this.#translate(error);
    }
  }

  #translate(error: unknown): NablabError {
    if (error instanceof NablabError) return error;
    // An exception that the core does not know arrives as an object of WebAssembly's own.
    if (!(error instanceof Error)) return this.#lose('an unknown exception');
    if (error.name === 'NablabError' && 'code' in error) return refusalOf(error);
    // Embind's own checks of arguments stand before the core is entered.
    if (error.name === 'BindingError' || error instanceof TypeError) {
      return new NablabError({ code: 'ARGUMENT', path: '', found: error.message, allowed: '' });
    }
    return this.#lose(error.message);
  }

  #lose(reason: string): NablabError {
    this.#lost = reason;
    return lostError(reason);
  }
}

function lostError(reason: string): NablabError {
  return new NablabError(
    { code: 'ENGINE_LOST', path: '', found: reason, allowed: '' },
    `The engine stopped and has to be loaded again: ${reason}`,
  );
}

function refusalOf(error: Error): NablabError {
  const { code, path, found, allowed } = error as NablabError;
  return new NablabError({ code, path, found, allowed }, error.message);
}
