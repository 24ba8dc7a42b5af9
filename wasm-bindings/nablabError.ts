import type { Refusal } from './types';

/** What the core or a door refuses, and the loss of the engine (code `ENGINE_LOST`), as an error that can be thrown. */
export class NablabError extends Error implements Refusal {
  readonly code: string;
  readonly path: string;
  readonly found: string;
  readonly allowed: string;

  constructor(refusal: Refusal, message = sentenceOf(refusal)) {
    super(message);
    this.name = 'NablabError';
    this.code = refusal.code;
    this.path = refusal.path;
    this.found = refusal.found;
    this.allowed = refusal.allowed;
  }

  /** The four parts alone, which survive `postMessage` as the class would not. */
  get refusal(): Refusal {
    return { code: this.code, path: this.path, found: this.found, allowed: this.allowed };
  }
}

/** The English sentence for programs and logs; the page makes its own in its language. */
function sentenceOf({ path, found, allowed }: Refusal): string {
  return `${path ? `${path} is ` : ''}${found}${allowed ? `; allowed: ${allowed}` : ''}`;
}
