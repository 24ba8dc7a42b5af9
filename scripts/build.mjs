/**
 * `npm run build`: the engine, the page and the programs for Node, each only when its sources have changed; names after
 * `--` choose among engine, page, programs, package and bench.
 */
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writePackage } from './package.mjs';
import { isStarted, jobs, main, root, run, runPackage, StepError } from './process.mjs';
import { setUp } from './setup.mjs';
import { splitEngine } from './splitEngine.mjs';
import { alone, changed } from './stamps.mjs';

const coreSources = ['core', 'CMakeLists.txt', 'CMakePresets.json'];
const bindingSources = readdirSync(join(root, 'wasm-bindings'))
  .filter((name) => /\.(cpp|h)$/.test(name))
  .map((name) => `wasm-bindings/${name}`);
const splitSources = ['scripts/splitEngine.mjs', 'scripts/firstVisit.mjs'];
const engineSources = [...coreSources, ...bindingSources, ...splitSources];
const shared = ['wasm-bindings', 'exporters', 'core/datasets/tables', 'build/engine', 'package-lock.json'];

/** Configures and builds one CMake preset (some targets of it, or all). */
export async function buildPreset(preset, targets = []) {
  // Quiet unless something happens: Ninja prints one line on a terminal.
  await run('cmake', ['--preset', preset, '--log-level=WARNING'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const chosen = targets.length > 0 ? ['--target', ...targets] : [];
  await run('cmake', ['--build', '--preset', preset, '--parallel', jobs, ...chosen]);
}

async function buildEngine() {
  const folder = join(root, 'build/engine');
  const files = ['simd.mjs', 'simd.wasm', 'simd.rest.wasm', 'scalar.mjs', 'scalar.wasm'].map(
    (name) => `nablab-${name}`,
  );
  const stamp = changed('engine', engineSources);
  if (!stamp.isNew && files.every((file) => existsSync(join(folder, file)))) return;
  mkdirSync(folder, { recursive: true });
  await buildPreset('wasm');
  for (const build of ['simd', 'scalar']) {
    const built = join(root, `build/wasm/nablab-${build}`);
    const placed = join(folder, `nablab-${build}`);
    cpSync(`${built}.mjs`, `${placed}.mjs`);
    // The scalar build serves few: it stays in one piece.
    if (build === 'simd') await splitEngine(built, `${placed}.wasm`, `${placed}.rest.wasm`);
    else cpSync(`${built}.wasm`, `${placed}.wasm`);
  }
  stamp.keep();
}

/** One Vite configuration, and a file that shows that its result is there. */
async function bundle(name, config, sources, result) {
  const { NABLAB_ADDRESS, NABLAB_SOURCES } = process.env;
  const stamp = changed(name, [config, ...sources, ...shared], [NABLAB_ADDRESS, NABLAB_SOURCES].join(' '));
  if (!stamp.isNew && existsSync(join(root, result))) return;
  await runPackage('vite/bin/vite.js', ['build', '--config', config, '--logLevel', 'warn']);
  stamp.keep();
}

const packageSources = ['package', 'web', 'lessons', 'tests/golden', 'scripts/package.mjs', 'package.json', 'LICENSE'];

async function buildPackage() {
  const stamp = changed('package', [...packageSources, ...shared]);
  if (!stamp.isNew && existsSync(join(root, 'build/package/package.json'))) return;
  await writePackage();
  stamp.keep();
}

/** What the page is made from; the guide also quotes sources and tells what was recorded. */
const pageSources = [
  'web',
  'lessons',
  'guide',
  'docs/golden.json',
  'docs/reportCard.json',
  'docs/exports.json',
  'docs/hosts.json',
  'core',
  'package',
  'examples',
  'bench/README.md',
  'svelte.config.js',
];

const parts = {
  engine: buildEngine,
  page: () => bundle('page', 'vite.config.ts', pageSources, 'build/page/index.html'),
  programs: () => bundle('programs', 'vite.node.config.ts', ['web/cli', 'tests/golden'], 'dist/nablab.mjs'),
  package: buildPackage,
  bench: () => bundle('bench', 'bench/vite.config.ts', ['bench', 'tests/sameBits'], 'build/bench/index.html'),
};

/** Builds the named parts in order; the engine first, since the others contain it. */
export function build(...names) {
  return alone(async () => {
    for (const name of names) await parts[name]();
  });
}

if (isStarted(import.meta)) {
  await main(async () => {
    await setUp();
    const chosen = process.argv.slice(2);
    const unknown = chosen.find((name) => !Object.hasOwn(parts, name));
    if (unknown) throw new StepError(`${unknown} is no part; there are ${Object.keys(parts).join(', ')}`);
    await build(...(chosen.length > 0 ? chosen : ['engine', 'page', 'programs']));
  });
}
