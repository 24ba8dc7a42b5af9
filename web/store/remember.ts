/** Small settings that outlive a visit. Where storage is denied they last as long as the page. */
const prefix = 'nablab.';

/** What was remembered under this name, if it is one of `options`. */
export function recall<Option extends string>(name: string, options: readonly Option[]): Option | null {
  try {
    const value = localStorage.getItem(prefix + name);
    return options.find((option) => option === value) ?? null;
  } catch {
    return null;
  }
}

/** The text that was remembered under this name. */
export function recallText(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** Keeps a value for the next visit, if the browser lets us. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Denied or full: the setting holds for this visit.
  }
}

/** What this tab keeps under this name over its reloads. */
export function recallInTab(name: string): string | null {
  try {
    return sessionStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** Keeps a value for as long as this tab lives, if the browser lets us. */
export function rememberInTab(name: string, value: string): void {
  try {
    sessionStorage.setItem(prefix + name, value);
  } catch {
    // Denied or full: what was kept before is older, and would mislead.
    forget(() => sessionStorage, name);
  }
}

/** Forgets what begins with this name, where the storage is not denied: getting hold of it may already throw. */
function forget(storage: () => Storage, name: string): void {
  try {
    const kept = storage();
    const ours = Object.keys(kept).filter((each) => each.startsWith(prefix + name));
    for (const each of ours) kept.removeItem(each);
  } catch {
    // Denied: there is nothing to forget.
  }
}

/** Forgets every setting of this page that outlives a visit, and where this tab stands. */
export function forgetAll(): void {
  forget(() => localStorage, '');
  forget(() => sessionStorage, 'visit');
}
