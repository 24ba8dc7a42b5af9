/** What has to be on the machine before anything can be built: Node, system packages, npm packages. */
import { isThere, root, run, StepError } from './process.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { changed } from './stamps.mjs';

const oldestNode = [20, 19];

/** Debian packages, each with a command or file that shows that it is there. */
const toBuild = {
  emscripten: 'emcc',
  cmake: 'cmake',
  'ninja-build': 'ninja',
};
const toTest = {
  git: 'git',
  'g++': 'g++',
  clang: 'clang++',
  'libclang-rt-14-dev': '/usr/lib/llvm-14/lib/clang/14.0.6/lib/linux',
  'clang-format': 'clang-format',
  'clang-tidy': 'clang-tidy',
  catch2: '/usr/include/catch2/catch.hpp',
  'nlohmann-json3-dev': '/usr/include/nlohmann/json.hpp',
  chromium: 'chromium',
  'fonts-dejavu-core': '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf',
  'fonts-noto-cjk': '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
};

/** Makes the machine ready to build (and, if wanted, to test); throws a `StepError` that says what is missing. */
export async function setUp({ tests = false } = {}) {
  checkNode();
  await installSystemPackages(tests ? { ...toBuild, ...toTest } : toBuild);
  await installNodePackages();
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new StepError(`Node ${oldestNode.join('.')} or later is needed; this is Node ${process.versions.node}`);
}

async function installSystemPackages(packages) {
  const missing = Object.keys(packages).filter((name) => !isThere(packages[name]));
  if (missing.length === 0) return;
  const install = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const isRoot = process.getuid?.() === 0;
  const mayInstall = isThere('apt-get') && (isRoot || spawnSync('sudo', ['-n', 'true']).status === 0);
  if (!mayInstall) {
    throw new StepError(
      `these Debian packages are missing: ${missing.join(', ')}\nInstall them once with:\n  sudo sh -c '${install}'`,
    );
  }
  console.log(`Installing Debian packages: ${missing.join(', ')}`);
  const shell = ['sh', '-c', `export DEBIAN_FRONTEND=noninteractive; ${install.replace('update', 'update -q')}`];
  await (isRoot ? run(shell[0], shell.slice(1)) : run('sudo', ['-n', ...shell]));
}

async function installNodePackages() {
  const stamp = changed('packages', ['package-lock.json']);
  if (!stamp.isNew && existsSync(`${root}/node_modules/vite`)) return;
  // npm tells where it is; on its own it might run under another Node.
  const npm = process.env.npm_execpath;
  await (npm?.endsWith('.js') ? run(process.execPath, [npm, 'ci']) : run('npm', ['ci']));
  stamp.keep();
}
