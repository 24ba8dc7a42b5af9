/** Writes `build/package/`, the npm package, and beside it the file that `npm pack` makes of it. Nothing is published. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, runPackage } from './process.mjs';

const target = join(root, 'build/package');

/** Every door of the package, its types first. */
const doors = {
  '.': 'index',
};

/** What the package says of itself; the rest is as in the project. */
function manifest() {
  const { name, version, description, license, author, type, engines } = readJson('package.json');
  const door = ([path, module]) => [
    path,
    { types: `./dist/types/package/${module}.d.ts`, default: `./dist/${module}.js` },
  ];
  const wasm = readdirSync(join(root, 'build/engine')).filter((file) => file.endsWith('.wasm'));
  return {
    ...{ name, version, description, license, author, type, engines },
    keywords: ['neural network', 'machine learning', 'education', 'visualization', 'webassembly'],
    bin: { nablab: './bin/nablab.mjs' },
    sideEffects: false,
    exports: {
      ...Object.fromEntries(Object.entries(doors).map(door)),
      ...Object.fromEntries(wasm.map((file) => [`./${file}`, `./dist/engine/${file}`])),
      './tables/*': './dist/tables/*',
      './package.json': './package.json',
    },
    files: ['bin', 'dist'],
  };
}

const readJson = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** Types as programs in every way of resolving modules read them: with the ends of the names of files. */
function completeImports(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.d.ts'));
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    const whole = text.replace(/((?:from|import\() ?['"])(\.{1,2}\/[^'"]+?)(?:\.ts)?(['"])/g, '$1$2.js$3');
    writeFileSync(join(folder, file), whole);
  }
}

/** Builds the package from the engine that is there. */
export async function writePackage() {
  rmSync(target, { recursive: true, force: true });
  await runPackage('vite/bin/vite.js', ['build', '--config', 'package/vite.config.ts', '--logLevel', 'warn']);
  await runPackage('typescript/bin/tsc', ['-p', 'package/tsconfig.json']);
  completeImports(join(target, 'dist/types'));
  cpSync(join(root, 'build/engine'), join(target, 'dist/engine'), { recursive: true });
  cpSync(join(root, 'core/datasets/tables'), join(target, 'dist/tables'), { recursive: true });
  mkdirSync(join(target, 'bin'));
  writeFileSync(join(target, 'bin/nablab.mjs'), "#!/usr/bin/env node\nimport '../dist/cli.js';\n", { mode: 0o755 });
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  cpSync(join(root, 'package/README.md'), join(target, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(target, 'LICENSE'));
  await run('npm', ['pack', '--silent', '--pack-destination', '..'], {
    cwd: target,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
