/** Arrow keys, Home and End along places that are counted from 0. */

/** Where this key leads to from a place (−1: none yet); null for a key that leads nowhere, which is left to others. */
export function walked(event: KeyboardEvent, from: number, last: number): number | null {
  const ways: Record<string, number> = {
    ArrowLeft: Math.max(0, from - 1),
    ArrowRight: Math.min(last, from + 1),
    Home: 0,
    End: last,
  };
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const to = ways[event.key];
  if (to !== undefined) event.preventDefault();
  return to ?? null;
}
