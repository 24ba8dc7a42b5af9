/** What a link asks for once, in the address's query. */

/**
 * The value of a parameter, which is taken out of the address: after a reload the page is as it was left, not as the link
 * wanted it. Null if it is not there.
 */
export function takeParameter(name: string): string | null {
  const address = new URL(location.href);
  const wanted = address.searchParams.get(name);
  if (wanted === null) return null;
  address.searchParams.delete(name);
  history.replaceState(history.state, '', address);
  return wanted;
}
