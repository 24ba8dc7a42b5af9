/** Tables of pictures as CSV (RFC 4180). */

/** What a picture shows, in numbers: a row has a cell for each column. NaN is an empty cell. */
export interface Table {
  columns: string[];
  rows: (string | number)[][];
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(content: string | number): string {
  if (typeof content === 'number') return Number.isNaN(content) ? '' : String(content);
  const safe = /^[=+\-@\t\r]/.test(content) ? `'${content}` : content;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The table with its columns' names in the first line; numbers with all of their digits. */
export function csvText({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
