/**
 * What holds for the part of a page that a component stands in. The page of Nablab is one whole and has no scopes; of the
 * elements in other people's pages each has its own language and colours.
 */
import { createContext } from 'svelte';
import type { Theme } from '../pictures/theme.svelte';
import type { Language } from '../words';

export interface Scope {
  readonly language: Language;
  /** The colours in force; reactive. */
  readonly theme: Theme;
}

const [get, set] = createContext<Scope>();
/** The scope in which a person did something last: what handlers of events speak of. Null where there is no scope. */
let last: Scope | null = null;

/** Gives the component that is being set up, and all in it, a scope of its own. */
export function setScope(scope: Scope): void {
  set(scope);
  last ??= scope;
}

/** A person does something in this scope. */
export function touchScope(scope: Scope): void {
  last = scope;
}

/** Nothing of this scope is left. */
export function endScope(scope: Scope): void {
  if (last === scope) last = null;
}

/** The scope of the component whose template, derived value or effect is at work; else the one touched last. */
export function scopeHere(): Scope | null {
  if (last === null) return null;
  try {
    return get();
  } catch {
    return last;
  }
}
