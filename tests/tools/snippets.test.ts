/** U32: what README and guide tell people to type is typed here: programs, commands and experiments. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nablab-snippets-'));
const guide = readdirSync(`${root}guide`).flatMap((name) => ['en', 'zh'].map((each) => `guide/${name}/${each}.md`));
const documents = ['README.md', 'package/README.md', ...guide];

/** The blocks of these languages in all documents, each once. */
function blocks(...languages: string[]): { file: string; text: string }[] {
  const found = documents.flatMap((file) =>
    [...readFileSync(root + file, 'utf8').matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)]
      .filter(([, language]) => languages.includes(language))
      .map(([, , text]) => ({ file, text })),
  );
  return found.filter(({ text }, i) => found.findIndex((other) => other.text === text) === i);
}

function typed(command: string, ...words: string[]): { status: number | null; stderr: string } {
  return spawnSync(command, words, { cwd: folder, encoding: 'utf8', env: { ...process.env, CI: '1' } });
}

beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(`${root}build/package`, join(folder, 'node_modules/nablab'));
  const experiment = JSON.stringify({ version: 1, stop: { steps: 20 } });
  for (const name of ['experiment.json', 'x.json']) writeFileSync(join(folder, name), experiment);
  // What Keras writes of a model with one layer.
  const dense = { class_name: 'Dense', config: { units: 1, activation: 'linear', batch_input_shape: [null, 2] } };
  const model = { class_name: 'Sequential', config: { name: 'small', layers: [dense] } };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
  mkdirSync(join(folder, 'lessons'));
  const lesson = { experiment: { version: 1 }, steps: 5 };
  writeFileSync(join(folder, 'lessons/one.md'), `\`\`\`nablab\n${JSON.stringify(lesson)}\n\`\`\`\n`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('U32: every program in the documents runs in Node', () => {
  const programs = blocks('js').filter(({ text }) => text.includes("from 'nablab'"));
  expect(programs.length).toBeGreaterThan(3);
  programs.forEach(({ file, text }, i) => {
    writeFileSync(join(folder, `program${i}.mjs`), text);
    const { status, stderr } = typed(process.execPath, `program${i}.mjs`);
    expect(stderr, `${file}\n${text}`).toBe('');
    expect(status, `${file}\n${text}`).toBe(0);
  });
});

test('U32: every command of nablab in the documents runs', () => {
  const lines = blocks('sh').flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('npx nablab ')));
  const commands = [...new Set(lines.map((line) => line.replace(/ +#.*$/, '')))];
  expect(commands.length).toBeGreaterThan(7);
  for (const command of commands) {
    const line = command.replace('npx nablab', `'${process.execPath}' '${root}web/cli/nablab.mjs'`);
    const { status, stderr } = typed('sh', '-c', line);
    expect(status, `${command}\n${stderr}`).toBe(0);
  }
});

test('U32: every experiment in the documents is one', async () => {
  const engine = await loadEngine();
  const experiments = blocks('json').filter(({ text }) => text.includes('"version"'));
  expect(experiments.length).toBeGreaterThan(0);
  for (const { text } of experiments) engine.canonical(JSON.parse(text));
});
