/** What the worker measures only while somebody looks. */

interface Asking<T> {
  /** Reads everything whose change makes the answer old. */
  watch: () => unknown;
  ask: () => Promise<T>;
  /** The element that shows the answer: nothing is asked while it is not seen. */
  place: () => Element | undefined;
  /** At least so many milliseconds lie between two questions. */
  interval: number;
}

function isSeen(place: Element | undefined): boolean {
  return !document.hidden && place?.checkVisibility({ visibilityProperty: true }) === true;
}

/**
 * The newest answer, null before the first one; asked again when what `watch` reads has changed, one question at a time.
 * An answer that fails leaves the one before. To be called while a component is set up.
 */
export function asked<T>({ watch, ask, place, interval }: Asking<T>): { readonly value: T | null } {
  let value = $state.raw<T | null>(null);
  let isOld = false;
  let busy = false;
  let gone = false;
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    timer = undefined;
    if (busy || gone || !isOld) return;
    if (!isSeen(place())) return later(interval);
    busy = true;
    isOld = false;
    last = performance.now();
    try {
      const answer = await ask();
      if (!gone) value = answer;
    } catch {
      // The engine was lost, or refuses for a reason that the page tells elsewhere: the next change asks again.
    }
    busy = false;
    if (isOld) later(last + interval - performance.now());
  }

  function later(wait: number): void {
    timer ??= setTimeout(() => void look(), Math.max(0, wait));
  }

  $effect(() => {
    watch();
    isOld = true;
    if (!busy) later(last + interval - performance.now());
  });
  $effect(() => () => {
    gone = true;
    clearTimeout(timer);
  });
  return {
    get value() {
      return value;
    },
  };
}
