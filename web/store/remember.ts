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

/** Keeps a value for the next visit, if the browser lets us. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Denied or full: the setting holds for this visit.
  }
}

/** Forgets every setting of this page that outlives a visit. */
export function forgetAll(): void {
  try {
    const ours = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
    for (const name of ours) localStorage.removeItem(name);
  } catch {
    // Denied: there is nothing to forget.
  }
}
