/**
 * `npm run build`: the engine, the page and the programs for Node, each only when its sources have changed; names after
 * `--` choose among engine, page, programs and bench.
 */
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isStarted, jobs, main, root, run, runPackage, StepError } from './process.mjs';
import { setUp } from './setup.mjs';
import { alone, changed } from './stamps.mjs';

const coreSources = ['core', 'CMakeLists.txt', 'CMakePresets.json'];
const bindingSources = readdirSync(join(root, 'wasm-bindings'))
  .filter((name) => /\.(cpp|h)$/.test(name))
  .map((name) => `wasm-bindings/${name}`);
const engineSources = [...coreSources, ...bindingSources];
const shared = ['wasm-bindings', 'core/datasets/tables', 'build/engine', 'package-lock.json'];

/** Configures and builds one CMake preset (some targets of it, or all). */
export async function buildPreset(preset, targets = []) {
  // Quiet unless something happens: Ninja prints one line on a terminal.
  await run('cmake', ['--preset', preset, '--log-level=WARNING'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const chosen = targets.length > 0 ? ['--target', ...targets] : [];
  await run('cmake', ['--build', '--preset', preset, '--parallel', jobs, ...chosen]);
}

async function buildEngine() {
  const builds = ['simd', 'scalar'];
  const files = builds.flatMap((build) => [`nablab-${build}.mjs`, `nablab-${build}.wasm`]);
  const stamp = changed('engine', engineSources);
  if (!stamp.isNew && files.every((file) => existsSync(join(root, 'build/engine', file)))) return;
  mkdirSync(join(root, 'build/engine'), { recursive: true });
  for (const build of builds) {
    await buildPreset(`wasm-${build}`);
    for (const file of files.filter((name) => name.includes(build))) {
      cpSync(join(root, `build/wasm-${build}`, file), join(root, 'build/engine', file));
    }
  }
  stamp.keep();
}

/** One Vite configuration, and a file that shows that its result is there. */
async function bundle(name, config, sources, result) {
  const stamp = changed(name, [config, ...sources, ...shared]);
  if (!stamp.isNew && existsSync(join(root, result))) return;
  await runPackage('vite/bin/vite.js', ['build', '--config', config, '--logLevel', 'warn']);
  stamp.keep();
}

const parts = {
  engine: buildEngine,
  page: () => bundle('page', 'vite.config.ts', ['web', 'svelte.config.js'], 'build/page/index.html'),
  programs: () => bundle('programs', 'vite.node.config.ts', ['web/cli', 'tests/golden'], 'dist/nablab.mjs'),
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
