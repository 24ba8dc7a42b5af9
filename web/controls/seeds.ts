/** Another number to draw by: up to four digits, easy to read aloud and to type. */
export function newSeed(): number {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return random % 10_000;
}
