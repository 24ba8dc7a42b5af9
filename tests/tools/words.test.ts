/** Whatever the core can name or refuse has words in both languages; what is missing is listed by its key. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Catalog, Knob } from '../../wasm-bindings/types';
import { catalog as catalogEn } from '../../web/words/catalog.en';
import { catalog as catalogZh } from '../../web/words/catalog.zh';
import { errors as errorsEn } from '../../web/words/errors.en';
import { errors as errorsZh } from '../../web/words/errors.zh';

const languages = [
  ['English', { ...catalogEn, ...errorsEn }],
  ['简体中文', { ...catalogZh, ...errorsZh }],
] as const;

let catalog: Catalog;
beforeAll(async () => {
  catalog = (await loadEngine()).catalog();
});

/** Every key that the catalog asks for: a name and a sentence for each family, kind and knob, a name for each option. */
function keysOfCatalog(): string[] {
  const knobs: Knob[] = [...catalog.experiment, ...catalog.data, ...catalog.split];
  const keys = Object.entries(catalog.families).flatMap(([family, kinds]) => {
    knobs.push(...kinds.flatMap((kind) => kind.knobs));
    return [`family.${family}`, ...kinds.map(({ kind }) => `kind.${family}.${kind}`)];
  });
  const options = knobs.flatMap(({ name, options = [] }) => options.map((option) => `option.${name}.${option}`));
  return [...keys, ...knobs.map(({ name }) => `knob.${name}`)].flatMap((key) => [key, `${key}.help`]).concat(options);
}

/** Codes of refusals, from the sources of the core and of its doors. */
function codesInSources(): string[] {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const files = ['core', 'wasm-bindings'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' }).map((name) => `${root}${folder}/${name}`),
  );
  const sources = files.filter((name) => /\.(cpp|h|ts)$/.test(name)).map((name) => readFileSync(name, 'utf8'));
  const codes = sources.flatMap((source) => [
    ...source.matchAll(/Refusal\(\s*"([A-Z_]+)"|"((?:KIND|OPTION|PATH)_UNKNOWN|NOT_TURNABLE)"/g),
    ...source.matchAll(/code: '([A-Z_]+)'|linkError\('([A-Z_]+)'/g),
  ]);
  return [...new Set(codes.map(([, first, second]) => first ?? second))];
}

describe.each(languages)('%s', (_, words: Record<string, string>) => {
  test('names and explains everything in the catalog', () => {
    const keys = keysOfCatalog();
    expect(keys.length).toBeGreaterThan(100);
    // A knob that means different things has its owner in the key.
    const owned = (key: string) => Object.keys(words).some((known) => known.endsWith(key.replace(/^knob/, '')));
    expect(keys.filter((key) => !words[key] && !(key.startsWith('knob.') && owned(key)))).toEqual([]);
  });

  test('has a sentence for every code that the core and its doors refuse with', () => {
    const codes = codesInSources();
    expect(codes).toEqual(expect.arrayContaining(['RANGE', 'KIND_UNKNOWN', 'LINK_CHECKSUM', 'ENGINE_LOST']));
    expect(codes.filter((code) => !words[`error.${code}`])).toEqual([]);
  });

  test('asks in a sentence only for what a refusal has', () => {
    const parts = new Set(['path', 'place', 'found', 'allowed', 'code']);
    const sentences = Object.entries(words).filter(([key]) => key.startsWith('error.'));
    const strange = sentences.filter(([, sentence]) =>
      [...sentence.matchAll(/\{(\w+)\}/g)].some(([, part]) => !parts.has(part)),
    );
    expect(strange).toEqual([]);
  });
});
