/**
 * Writes `build/package/`, the npm package, and beside it the file that `npm pack` makes of it and a list of what it was built
 * with. Nothing is published.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { output, root, run, runPackage, StepError } from './process.mjs';

const target = join(root, 'build/package');

/** Every door of the package, its types first. */
const doors = {
  '.': { module: 'index', types: 'package/index' },
  './testing': { module: 'testing', types: 'package/testing/index' },
  './element': { module: 'element', types: 'web/element/index' },
  './anywidget': { module: 'anywidget', types: 'web/element/anywidget' },
};

/** What the package says of itself; the rest is as in the project. */
function manifest() {
  const { name, version, description, license, author, type, engines } = readJson('package.json');
  const door = ([path, { module, types }]) => [
    path,
    { types: `./dist/types/${types}.d.ts`, default: `./dist/${module}.js` },
  ];
  const wasm = readdirSync(join(root, 'build/engine')).filter((file) => file.endsWith('.wasm'));
  return {
    ...{ name, version, description, license, author, type, engines },
    keywords: ['neural network', 'machine learning', 'education', 'visualization', 'webassembly'],
    // Only `nablab/testing` uses it.
    peerDependencies: { '@playwright/test': '>=1.40' },
    peerDependenciesMeta: { '@playwright/test': { optional: true } },
    bin: { nablab: './bin/nablab.mjs' },
    // Importing the element defines it; nothing else acts by being imported.
    sideEffects: ['./dist/element.js'],
    exports: {
      ...Object.fromEntries(Object.entries(doors).map(door)),
      ...Object.fromEntries(wasm.map((file) => [`./${file}`, `./dist/engine/${file}`])),
      './trainer.js': './dist/trainer.js',
      './tables/*': './dist/tables/*',
      './custom-elements.json': './custom-elements.json',
      './package.json': './package.json',
    },
    customElements: 'custom-elements.json',
    files: ['bin', 'dist', 'custom-elements.json'],
  };
}

const readJson = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** The file of types that is meant by an import in another one. */
const typesOf = (from, name) => `${join(dirname(from), name.replace(/\.ts$/, ''))}.d.ts`;

/**
 * Types as programs in every way of resolving modules read them: with the ends of the names of files. What no door leads to is
 * taken away.
 */
function keepTypes(folder) {
  const imports = /((?:from|import\() ?['"])(\.{1,2}\/[^'"]+?)(?:\.ts)?(['"])/g;
  const kept = new Set(Object.values(doors).map(({ types }) => `${types}.d.ts`));
  for (const file of kept) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, , name] of text.matchAll(imports)) kept.add(typesOf(file, name));
    writeFileSync(join(folder, file), text.replace(imports, '$1$2.js$3'));
  }
  const all = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.d.ts'));
  for (const file of all.filter((name) => !kept.has(name))) rmSync(join(folder, file));
}

/**
 * The software bill of materials in the form of CycloneDX 1.5, from the lock file: nothing is needed at run time, all else is
 * marked as for development. Without the moment and number of its making: the same sources make the same list.
 */
function writeComponents() {
  const told = output('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only']);
  if (!told) throw new StepError('npm makes no list of components (npm sbom); it has to be version 10 or later');
  const list = JSON.parse(told);
  const { name, version } = readJson('package.json');
  delete list.serialNumber;
  delete list.metadata.timestamp;
  // npm takes the folder's name.
  list.metadata.component.name = name;
  writeFileSync(join(root, `build/${name}-${version}.cdx.json`), `${JSON.stringify(list, null, 2)}\n`);
}

/** Builds the package from the engine that is there. */
export async function writePackage() {
  rmSync(target, { recursive: true, force: true });
  for (const config of ['vite', 'worker']) {
    await runPackage('vite/bin/vite.js', ['build', '--config', `package/${config}.config.ts`, '--logLevel', 'warn']);
  }
  await runPackage('typescript/bin/tsc', ['-p', 'package/tsconfig.json']);
  keepTypes(join(target, 'dist/types'));
  cpSync(join(root, 'build/engine'), join(target, 'dist/engine'), { recursive: true });
  cpSync(join(root, 'core/datasets/tables'), join(target, 'dist/tables'), { recursive: true });
  mkdirSync(join(target, 'bin'));
  writeFileSync(join(target, 'bin/nablab.mjs'), "#!/usr/bin/env node\nimport '../dist/cli.js';\n", { mode: 0o755 });
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  for (const file of ['README.md', 'custom-elements.json']) cpSync(join(root, 'package', file), join(target, file));
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  writeComponents();
  await run('npm', ['pack', '--silent', '--pack-destination', '..'], {
    cwd: target,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
