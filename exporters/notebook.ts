/** A program as a Jupyter notebook (nbformat 4.5): its header as text, its parts as cells. */

/** Where a part of a program begins. */
const beginnings = /\n+(?=# --- |model = |def rateOf|def main)/;

interface Cell {
  cell_type: 'markdown' | 'code';
  id: string;
  metadata: object;
  source: string[];
  execution_count?: null;
  outputs?: never[];
}

/** The lines as a notebook keeps them, each with its end. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** The notebook's JSON; `title` is its heading. The program begins with a header of comments. */
export function notebookOf(program: string, title: string): string {
  const [header = ''] = /^(?:#.*\n)*/.exec(program) ?? [];
  const code = program.slice(header.length).trim();
  const remarks = header.replaceAll(/^# ?/gm, '').trim();
  const parts = code.split(beginnings).map((part) => part.trim());
  const cells: Cell[] = parts.map((part, i) => ({
    cell_type: 'code',
    id: `part-${i + 1}`,
    metadata: {},
    source: linesOf(part),
    execution_count: null,
    outputs: [],
  }));
  cells.unshift({ cell_type: 'markdown', id: 'header', metadata: {}, source: linesOf(`# ${title}\n\n${remarks}`) });
  const kernel = { display_name: 'Python 3', language: 'python', name: 'python3' };
  const metadata = { kernelspec: kernel, language_info: { name: 'python' } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
