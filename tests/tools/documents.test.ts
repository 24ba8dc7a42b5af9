import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { scripts } from '../../package.json';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** Commands of npm's own. */
const ofNpm = ['audit', 'publish'];
/** Written by builds. */
const made = /^(build|dist|node_modules)\//;

describe.each(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'tests/golden/README.md'])('%s', (document) => {
  const text = readFileSync(root + document, 'utf8');

  test('names only commands that exist', () => {
    const named = [...text.matchAll(/^(?:.*`)?npm (?:run )?([a-z]+(?::[a-z]+)*)/gm)].map(([, name]) => name);
    expect(named.filter((name) => !(name in scripts) && !ofNpm.includes(name))).toEqual([]);
  });

  test('names only files and folders that exist', () => {
    const spans = [...text.matchAll(/`([A-Za-z.][\w./-]*)`|\]\(([\w./-]+)\)/g)].map(([, code, link]) => code ?? link);
    const paths = spans.filter((span) => /^[\w.-]+\/|\.(md|json|h|ts)$/.test(span) && !made.test(span));
    const folders = ['', 'core/', 'tests/golden/', 'wasm-bindings/', 'web/', 'web/worker/', 'tests/'];
    const missing = paths.filter((path) => !folders.some((folder) => existsSync(root + folder + path)));
    expect(missing).toEqual([]);
  });
});
