/** The table of 96 faults and bad inputs: every row of it runs as a test that names its row. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const rows = 96;

/** Rows that cannot run here, and why. */
const elsewhere: Record<number, string> = {
  55: 'The Python library safetensors is not to be had here. Where PyTorch is installed, pytorch.test.ts opens a saved state.',
  76: 'There is no iPhone here. memory.test.ts holds the largest experiment that is allowed below 256 MB.',
};

const folder = fileURLToPath(new URL('../', import.meta.url));
const isTest = (name: string) => /(\.test\.ts|\.spec\.ts|Test\.cpp)$/.test(name);
/** Names of tests: `test('row 9 and 18: …'`, `test.each(…)('a link, row 5: …'`, `TEST_CASE("rows 51 and 53: …"`. */
const naming = /(?:\b(?:test|it|TEST_CASE)|\))\(\s*['"`][^'"`\n]*?\brows? (\d+(?:(?:, | and | to )\d+)*)(?:, R\d+)?: /g;

/** `3, 5 to 7` as numbers. */
function numbersIn(text: string): number[] {
  return text.split(/, | and /).flatMap((piece) => {
    const [first, last] = piece.split(' to ').map(Number);
    return Array.from({ length: (last ?? first) - first + 1 }, (_, i) => first + i);
  });
}

/** Of each row, the files with a test that names it. */
function filesByRow(): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isTest)) {
    for (const [, text] of readFileSync(`${folder}/${name}`, 'utf8').matchAll(naming))
      for (const row of numbersIn(text)) found.set(row, (found.get(row) ?? new Set()).add(name));
  }
  return found;
}

test('every row of the table is named by a test, or there is a reason why it cannot run here', () => {
  const found = filesByRow();
  const all = Array.from({ length: rows }, (_, i) => i + 1);
  expect(all.filter((row) => !found.has(row) && !elsewhere[row])).toEqual([]);
  expect([...found.keys()].filter((row) => row > rows || elsewhere[row])).toEqual([]);
});
