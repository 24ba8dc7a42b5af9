/**
 * The files that programs are made of (`numpy/layers.py` tells how to read them): one line for each kind of the catalog, the
 * definitions that these lines name, and the program around them. They do not stand in the core's structs: all data of the
 * core lies in the file that a first visit loads, and few visits export.
 */

/** What stands for a kind: its line, or why there is none. */
export type Line = { text: string } | { refused: string };

export interface Library {
  /** By family and kind, as `layers.dense`; for images `layers.dense(image)`; for tensors `layers.dense.weight`. */
  lines: Map<string, Line>;
  /** By name, in the order of the file. */
  definitions: Map<string, string>;
  program: string;
}

const lineForm = /^([\w.]+(?:\(image\))?) (=|!) ?(.*)$/;
const namePatterns = [/^(?:class|def|struct|using) (\w+)/, /^[\w:<>&*, ]+[ &*](\w+)\(/];

/** The name that a stretch of code defines; none for imports and remarks. */
function nameOf(code: string): string | null {
  const heads = code.split('\n').filter((line) => /^[^\s/@#"]/.test(line) && !line.startsWith('template'));
  for (const pattern of namePatterns) {
    const found = pattern.exec(heads[0] ?? '');
    if (found) return found[1];
  }
  return null;
}

/** Reads such a file; `mark` begins the lines that are not code. */
export function parseLibrary(source: string, mark: '#: ' | '//: '): Library {
  const lines = new Map<string, Line>();
  const definitions = new Map<string, string>();
  const [head, program = ''] = source.split(`${mark}program\n`);
  const stretches = head.replaceAll(new RegExp(`^${mark}.*$`, 'gm'), '').split(/\n\n+(?=\S)|^\n+(?=\S)/);
  for (const stretch of stretches) {
    const code = stretch.trim();
    const name = nameOf(code);
    if (name) definitions.set(name, code);
  }
  for (const line of head.split('\n').filter((each) => each.startsWith(mark))) {
    const [, key, sign, text] = lineForm.exec(line.slice(mark.length)) ?? [];
    if (key) lines.set(key, sign === '=' ? { text } : { refused: text });
  }
  return { lines, definitions, program };
}

/** The definitions that a text names, and those that they name in turn, in the order of the file. */
export function definitionsFor(library: Library, text: string): string[] {
  const taken = new Set<string>();
  const waiting = [text];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const word of new Set(next.match(/\w+/g))) {
      const definition = library.definitions.get(word);
      if (definition === undefined || taken.has(word)) continue;
      taken.add(word);
      waiting.push(definition);
    }
  }
  return [...library.definitions].filter(([name]) => taken.has(name)).map(([, code]) => code);
}

/**
 * The template with everything that stands behind a `$` put in. What stands alone on its line keeps the line's
 * indentation; a line that nothing is put into goes.
 */
export function filled(template: string, values: Record<string, string>): string {
  const valueOf = (name: string) => {
    if (!Object.hasOwn(values, name)) throw new Error(`nothing is known of $${name}`);
    return values[name];
  };
  return template
    .replace(/^( *)\$(\w+)\n/gm, (_, indent: string, name: string) => {
      const lines = valueOf(name).split('\n');
      return valueOf(name) === '' ? '' : lines.map((line) => (line ? indent + line : line) + '\n').join('');
    })
    .replace(/\$(\w+)/g, (_, name: string) => valueOf(name));
}
