/** The example of a course, as its author has it: tested in Node, and in a browser with the package's fixtures. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testedChromiumPath } from '../../bench/chromium.mjs';
import { blocksOf } from '../../web/cli/course';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nablab-course-'));
const lessons = join(folder, 'lessons');
const playwright = 'node_modules/@playwright/test';

function run(...words: string[]) {
  const env = { ...process.env, CHROMIUM: testedChromiumPath, NODE_OPTIONS: '' };
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', env });
  return { status, stdout, stderr };
}
const nablab = (...words: string[]) => run('node_modules/nablab/bin/nablab.mjs', ...words);

beforeAll(() => {
  cpSync(join(root, 'examples/course'), folder, { recursive: true });
  // As an installation would, without a network.
  mkdirSync(join(folder, 'node_modules/@playwright'), { recursive: true });
  cpSync(join(root, 'build/package'), join(folder, 'node_modules/nablab'), { recursive: true });
  symlinkSync(join(root, playwright), join(folder, playwright));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('course: blocks are found by their fences, whatever stands around them', () => {
  const text = 'a\n```nablab\n{}\n```\n~~~ nablab\n[1,\n2]\n~~~\n```js\n```\n````nablab\n```\n````\n``` nablab\nopen';
  expect(blocksOf(text)).toEqual([
    { line: 3, text: '{}' },
    { line: 6, text: '[1,\n2]' },
    { line: 12, text: '```' },
    { line: 15, text: 'open' },
  ]);
});

test('course: the experiments and the challenge of the example hold', () => {
  const files = readdirSync(lessons).map((name) => `lessons/${name}`);
  const { status, stdout, stderr } = nablab('test', ...files);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^ok {5}lessons\/learningRate\.md:6 A fitting rate\n[^]*\n2 of 2 blocks hold\n$/);
});

test('course: what does not hold is told with its place and its reason, and the status is 1', () => {
  const challenge = { read: 'metrics.training.loss', atMost: 1, steps: 5, wrong: {}, solution: { batchSize: 1 } };
  const blocks = [
    { experiment: { batchSize: -1 } },
    { experiment: {}, steps: 1, expect: [{ read: 'metrics.training.loss', atMost: 0 }], hash: '0' },
    { experiment: {}, challenge },
    { experiment: {}, challenge: { ...challenge, atMost: 0 } },
    { experiments: {} },
  ];
  const text =
    blocks.map((block) => `\`\`\`nablab\n${JSON.stringify(block)}\n\`\`\`\n`).join('') + '```nablab\n{\n```\n';
  writeFileSync(join(lessons, 'wrong.md'), text);
  const { status, stdout } = nablab('test', 'lessons/wrong.md', '--json');
  rmSync(join(lessons, 'wrong.md'));
  expect(status).toBe(1);
  const { failed, results } = JSON.parse(stdout) as { failed: number; results: { line: number; wrong: string[] }[] };
  expect(failed).toBe(6);
  expect(results.map(({ line }) => line)).toEqual([2, 5, 8, 11, 14, 17]);
  expect(results.map(({ wrong }) => wrong.join('; '))).toEqual([
    expect.stringMatching(/^RANGE: batchSize is -1/),
    expect.stringMatching(
      /^metrics\.training\.loss is 0\.\d+; expected from -Infinity to 0; the hash is \w{16}; expected 0$/,
    ),
    'the wrong answer meets the challenge',
    'the solution does not meet the challenge: value',
    expect.stringMatching(/^COURSE_BLOCK: block is experiments; allowed: experiment/),
    expect.stringMatching(/^JSON_SYNTAX/),
  ]);
});

test('course: a file without blocks tests nothing, and says so by its status', () => {
  writeFileSync(join(folder, 'empty.md'), '# Nothing\n');
  const { status, stdout } = nablab('test', 'empty.md');
  expect([status, stdout]).toEqual([1, '0 of 0 blocks hold\n']);
});

test('course: its tests in the browser pass, and fail where the course is wrong', () => {
  const tests = join(folder, 'tests');
  writeFileSync(
    join(tests, 'wrong.spec.js'),
    `import { expect, test } from 'nablab/testing';
     test('wrong hash', async ({ lab }) => {
       await lab.open({ version: 1 });
       await expect(lab).toMatchHash('0');
     });
     test('wrong experiment', async ({ lab }) => lab.open({ version: 1, batchSize: -1 }));`,
  );
  const { stdout } = run(`${playwright}/cli.js`, 'test', '--workers', '2');
  expect(stdout).toMatch(/4 passed/);
  expect(stdout).toMatch(/2 failed/);
  expect(stdout).toMatch(/the hash at step 0 is [0-9a-f]{16}; expected 0/);
  expect(stdout).toMatch(/RANGE: batchSize is -1/);
});
