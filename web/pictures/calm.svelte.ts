/** Slows down what need not change sixty times a second: texts for screen readers, lists that would flicker. */
import { untrack } from 'svelte';

/**
 * What `make` gives, made again when something that `watch` reads has changed, but at most once in `interval`
 * milliseconds. The newest state always arrives in the end. To be called while a component is set up.
 */
export function calm<T>(watch: () => unknown, make: () => T, interval: number): { readonly value: T } {
  let value = $state.raw(untrack(make));
  let made = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = () => {
    // A change may come when the timer's time is over, but not yet its turn.
    clearTimeout(timer);
    timer = undefined;
    made = performance.now();
    value = untrack(make);
  };
  $effect(() => {
    watch();
    const wait = made + interval - performance.now();
    if (wait <= 0) update();
    else timer ??= setTimeout(update, wait);
  });
  $effect(() => () => clearTimeout(timer));
  return {
    get value() {
      return value;
    },
  };
}
