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

/** Browsers beside Chromium: what is tested in them is left out where they are not. */
const otherBrowsers = {
  'firefox-esr': 'firefox-esr',
  'webkit2gtk-driver': 'WebKitWebDriver',
  xvfb: 'Xvfb',
};

/** The tests run without it too, but longer. */
const quickChromium = { 'chromium-headless-shell': 'chromium-headless-shell' };

/** What makes pages that labs are embedded in; without them those pages are not tested. */
const toolsOfHosts = {
  mkdocs: 'mkdocs',
  'python3-nbconvert': '/usr/lib/python3/dist-packages/nbconvert',
};

/** The packages that hold other browsers than Chromium, as far as they are missing. */
export const missingBrowsers = () => missingOf(otherBrowsers);

/** Makes the machine ready to build (and, if wanted, to test); throws a `StepError` that says what is missing. */
export async function setUp({ tests = false } = {}) {
  checkNode();
  await installSystemPackages(tests ? { ...toBuild, ...toTest } : toBuild);
  if (tests) for (const some of [otherBrowsers, quickChromium, toolsOfHosts]) await installOptional(some);
  await installNodePackages();
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new StepError(`Node ${oldestNode.join('.')} or later is needed; this is Node ${process.versions.node}`);
}

const missingOf = (packages) => Object.keys(packages).filter((name) => !isThere(packages[name]));

function mayInstall() {
  return isThere('apt-get') && (isRoot() || spawnSync('sudo', ['-n', 'true']).status === 0);
}

const isRoot = () => process.getuid?.() === 0;

/** The command that installs packages, for a shell of root. */
export const installOf = (packages) =>
  `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;

async function install(packages) {
  console.log(`Installing Debian packages: ${packages.join(', ')}`);
  const command = installOf(packages).replace('update', 'update -q');
  const shell = ['sh', '-c', `export DEBIAN_FRONTEND=noninteractive; ${command}`];
  await (isRoot() ? run(shell[0], shell.slice(1)) : run('sudo', ['-n', ...shell]));
}

async function installSystemPackages(packages) {
  const missing = missingOf(packages);
  if (missing.length === 0) return;
  if (mayInstall()) return install(missing);
  throw new StepError(
    `these Debian packages are missing: ${missing.join(', ')}\nInstall them once with:\n  sudo sh -c '${installOf(missing)}'`,
  );
}

/** All of them or none. A system without these packages, or that lets us install none, tests without them. */
async function installOptional(packages) {
  const missing = missingOf(packages);
  if (missing.length === 0 || !mayInstall()) return;
  await install(missing).catch((error) => console.log(`Goes on without them: ${error.message}`));
}

async function installNodePackages() {
  const stamp = changed('packages', ['package-lock.json']);
  if (!stamp.isNew && existsSync(`${root}/node_modules/vite`)) return;
  // npm tells where it is; on its own it might run under another Node.
  const npm = process.env.npm_execpath;
  await (npm?.endsWith('.js') ? run(process.execPath, [npm, 'ci']) : run('npm', ['ci']));
  stamp.keep();
}
