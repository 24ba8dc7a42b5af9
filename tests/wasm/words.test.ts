/** The page's words against the engine: nothing that can be chosen, turned or refused is without words. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import { en } from '../../web/words/en';
import { laterParts } from '../../web/words/later';
import { zh } from '../../web/words/zh';

const engine = await loadEngine();
const catalog = engine.catalog();
/** The first words, and those that rooms bring with them. */
const later = await Promise.all(
  Object.keys(laterParts).map(async (part) => ({
    part,
    en: Object.values(await import(`../../web/words/${part}.en.ts`))[0] as Record<string, string>,
    zh: Object.values(await import(`../../web/words/${part}.zh.ts`))[0] as Record<string, string>,
  })),
);
const languages: Record<string, Record<string, string>> = {
  en: Object.assign({}, en, ...later.map((part) => part.en)),
  zh: Object.assign({}, zh, ...later.map((part) => part.zh)),
};

function keysOfCatalog(): string[] {
  const keys: string[] = [];
  for (const [family, kinds] of Object.entries(catalog.families)) {
    keys.push(`family.${family}`);
    for (const { kind, knobs } of kinds) {
      keys.push(`kind.${family}.${kind}`);
      for (const knob of knobs) keys.push(`knob.${knob.name}`);
    }
  }
  for (const knob of [...catalog.experiment, ...catalog.data, ...catalog.split]) keys.push(`knob.${knob.name}`);
  return [...new Set(keys)];
}

/** What the knobs' numbers count. */
function unitsOfCatalog(): string[] {
  const inFamilies = Object.values(catalog.families).flatMap((kinds) => kinds.flatMap((kind) => kind.knobs));
  const all = [...inFamilies, ...catalog.experiment, ...catalog.data, ...catalog.split];
  return all.flatMap(({ unit }) => (unit ? [`knobUnit.${unit}`] : []));
}

function optionsOfCatalog(): string[] {
  const knobs = Object.values(catalog.families).flatMap((kinds) => kinds.flatMap((kind) => kind.knobs));
  return knobs.flatMap(({ name, options }) => (options ?? []).map((option) => `option.${name}.${option}`));
}

/** Codes that the sources of core and doors name. */
function codesOfSources(): string[] {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const texts = ['core', 'wasm-bindings', 'web/worker', 'web/store'].flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(cpp|h|ts)$/.test(name))
      .map((name) => readFileSync(`${root}${folder}/${name}`, 'utf8')),
  );
  const codes = texts.flatMap((text) => [
    ...[...text.matchAll(/(?:Refusal|fail)\(\s*"([A-Z_]+)"/g)].map((match) => match[1]),
    ...[...text.matchAll(/code: '([A-Z_]+)'/g)].map((match) => match[1]),
    ...[...text.matchAll(/linkError\(\s*'([A-Z_]+)'/g)].map((match) => match[1]),
    ...[...text.matchAll(/"([A-Z]+_UNKNOWN)"/g)].map((match) => match[1]),
  ]);
  return [...new Set(codes)];
}

describe.each(Object.entries(languages))('%s', (_, words) => {
  test('names every family, kind and knob of the catalog and explains each in one sentence', () => {
    const missing = keysOfCatalog().flatMap((key) => [key, `${key}.help`].filter((each) => !words[each]));
    expect(missing).toEqual([]);
    const explanations = keysOfCatalog().map((key) => words[`${key}.help`]);
    expect(explanations.filter((text) => !/[.。]$/.test(text))).toEqual([]);
  });

  test('names every unit that a knob is measured in', () => {
    expect(unitsOfCatalog()).not.toEqual([]);
    expect(unitsOfCatalog().filter((key) => !words[key])).toEqual([]);
  });

  test('names every option', () => {
    expect(optionsOfCatalog().filter((key) => !words[key])).toEqual([]);
  });

  test('has a sentence for every code that something can be refused with', () => {
    const codes = codesOfSources();
    expect(codes.length).toBeGreaterThan(15);
    expect(codes.filter((code) => !words[`error.${code}`])).toEqual([]);
  });

  test('leaves no text empty', () => {
    expect(Object.entries(words).filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

test('both languages have the same words, and a room that is loaded later says its own alone', () => {
  const root = fileURLToPath(new URL('../../web', import.meta.url));
  const texts = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.startsWith('words'))
    .map((name) => ({ name, text: readFileSync(`${root}/${name}`, 'utf8') }));
  const strange = later.flatMap(({ part, en: words }) => {
    const folder = laterParts[part as keyof typeof laterParts];
    const others = texts.filter(({ name }) => !name.startsWith(`${folder}/`));
    return Object.keys(words).flatMap((key) =>
      others.flatMap(({ name, text }) => (text.includes(`'${key}'`) ? [`${name}: ${key}`] : [])),
    );
  });
  expect(strange).toEqual([]);
  expect(Object.keys(languages.zh).sort()).toEqual(Object.keys(languages.en).sort());
});

test('both languages fill in the same places', () => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((match) => match[0]).sort();
  const different = Object.keys(languages.en).filter((key) => {
    const [english, chinese] = [languages.en[key], languages.zh[key]];
    // A refusal's path may be left out where the language has no use for it.
    return !key.startsWith('error.') && String(places(english)) !== String(places(chinese));
  });
  expect(different).toEqual([]);
});

test('no kind of the catalog is named in the page but in its words', () => {
  const root = fileURLToPath(new URL('../../web', import.meta.url));
  const kinds = [
    'activations',
    'optimizers',
    'datasets',
    'losses',
    'initializers',
    'regularizers',
    'preprocessing',
  ] as const;
  // The page has messages, members, tools and endings of files that are called the same as these kinds.
  const plainWords = new Set(['step', 'drawn', 'formula', 'csv', 'plane']);
  const names = kinds
    .flatMap((family) => catalog.families[family].map(({ kind }) => kind))
    .filter((name) => !plainWords.has(name));
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(ts|svelte)$/.test(name) && !/^words|^cli|words\.(en|zh)\.ts$/.test(name),
  );
  const named = files.flatMap((file) => {
    const text = readFileSync(`${root}/${file}`, 'utf8');
    return names.filter((name) => new RegExp(`['"\`]${name}['"\`]`).test(text)).map((name) => `${file}: ${name}`);
  });
  expect(named).toEqual([]);
});
