/** Places in an experiment, written as the core writes them: `layers[2].function.slope`. */

/** The parts of a path: names and list positions. */
export function pathParts(path: string): (string | number)[] {
  const parts: (string | number)[] = [];
  for (const piece of path.split('.')) {
    const [name, ...positions] = piece.split('[');
    if (name) parts.push(name);
    for (const position of positions) parts.push(Number.parseInt(position, 10));
  }
  return parts;
}

/** What stands at the path, or undefined. */
export function valueAt(document: unknown, path: string): unknown {
  let place = document;
  for (const part of pathParts(path)) {
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, part)) return undefined;
    place = (place as Record<string | number, unknown>)[part];
  }
  return place;
}

/** A copy of the document with another value at the path, or none (undefined); what lies along the path must exist. */
export function withValue<Document>(document: Document, path: string, value: unknown): Document {
  const copy = structuredClone(document);
  const parts = pathParts(path);
  const last = parts.pop();
  let place = copy as Record<string | number, unknown>;
  for (const part of parts) place = place[part] as Record<string | number, unknown>;
  if (last === undefined) return copy;
  if (value === undefined) Reflect.deleteProperty(place, last);
  else place[last] = value;
  return copy;
}
