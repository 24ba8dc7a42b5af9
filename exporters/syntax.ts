/** How numbers, lists and tensors are written in the languages of the programs. */

export interface Syntax {
  comment: string;
  flag(value: boolean): string;
  text(value: string): string;
  list(items: string[]): string;
  tuple(items: string[]): string;
  /** An expression for an array of that shape. */
  tensor(values: readonly number[], shape: readonly number[]): string;
  define(name: string, expression: string, type: 'numbers' | 'tensors' | 'batches'): string;
}

/** Longer arrays are written as base64 of their bytes. */
const mostDecimals = 256;
const lineLength = 100;

/** Items, divided by commas, on lines that are not too long. */
export function wrapped(items: string[]): string {
  const lines = [''];
  for (const item of items) {
    const last = lines[lines.length - 1] ?? '';
    if (last.length + item.length > lineLength) lines.push(`${item}, `);
    else lines[lines.length - 1] = `${last}${item}, `;
  }
  const trimmed = lines.map((line) => line.trimEnd());
  return trimmed.length === 1 ? (trimmed[0] ?? '').replace(/,$/, '') : `\n    ${trimmed.join('\n    ')}\n`;
}

/** "f4:" or, where single precision would change a number, "f8:", and base64 of the little-endian bytes; in pieces. */
function encoded(values: readonly number[]): string[] {
  const isSingle = values.every((value) => Math.fround(value) === value);
  const view = new DataView(new ArrayBuffer(values.length * (isSingle ? 4 : 8)));
  values.forEach((value, i) => {
    if (isSingle) view.setFloat32(4 * i, value, true);
    else view.setFloat64(8 * i, value, true);
  });
  const bytes = new Uint8Array(view.buffer);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const text = (isSingle ? 'f4:' : 'f8:') + btoa(binary);
  return (text.match(/.{1,100}/g) ?? []).map((piece) => JSON.stringify(piece));
}

/** Decimals in a list, or the pieces of a text. */
function contentOf(values: readonly number[], list: (items: string[]) => string): string {
  if (values.length <= mostDecimals) return list(values.map(String));
  return `\n    ${encoded(values).join('\n    ')}\n`;
}

export const python: Syntax = {
  comment: '#',
  flag: (value) => (value ? 'True' : 'False'),
  text: (value) => JSON.stringify(value),
  list: (items) => `[${wrapped(items)}]`,
  tuple: (items) => (items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`),
  tensor: (values, shape) => {
    const content = contentOf(values, python.list);
    const extents = shape.join(', ');
    return values.length <= mostDecimals ? `numbers(${content}, ${extents})` : `numbers((${content}), ${extents})`;
  },
  define: (name, expression) => `${name} = ${expression}`,
};

export const native: Syntax = {
  comment: '//',
  flag: String,
  text: (value) => JSON.stringify(value),
  list: (items) => `{${wrapped(items)}}`,
  tuple: (items) => `{${items.join(', ')}}`,
  tensor: (values) => {
    const content = contentOf(values, native.list);
    return values.length <= mostDecimals ? content : `decoded(${content})`;
  },
  define: (name, expression, type) => {
    const types = {
      numbers: 'Numbers',
      tensors: 'std::vector<Numbers>',
      batches: 'std::vector<std::vector<int>>',
    };
    return `const ${types[type]} ${name} = ${expression};`;
  },
};
