/** The npm package as those have it who install it: packed, installed without a network, and used in a folder of its own. */
import { chromium, type Browser } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumArguments, testedChromiumPath } from '../../bench/chromium.mjs';
import { serve } from '../../scripts/serve.mjs';
import { loadEngine } from '../../wasm-bindings/loader';
import type {} from '../../web/element';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packed = readdirSync(`${root}build`).find((name) => /^nablab-.*\.tgz$/.test(name)) ?? '';
const folder = mkdtempSync(join(tmpdir(), 'nablab-consumer-'));
const installed = join(folder, 'node_modules/nablab');

function run(command: string, ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** What a program in the consumer's folder prints. */
function printed(program: string): string {
  writeFileSync(join(folder, 'program.mjs'), program);
  const { status, stdout, stderr } = run(process.execPath, 'program.mjs');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout.trim();
}

/** A tool of the project, on files of the consumer's. */
const tool = (script: string, ...words: string[]) => run(process.execPath, `${root}node_modules/${script}`, ...words);

beforeAll(() => {
  writeFileSync(join(folder, 'package.json'), '{"name": "consumer", "private": true, "type": "module"}');
  const { status, stderr } = run('npm', 'install', '--offline', '--no-audit', '--no-fund', `${root}build/${packed}`);
  expect(status, stderr).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('package: a program in Node trains to the bits of the engine, forks, seeks and follows a link', async () => {
  const experiment = { version: 1, data: { kind: 'spiral' }, optimizer: { kind: 'adam', learningRate: 0.03 } };
  const engine = await loadEngine();
  const session = engine.createSession();
  session.configure(experiment);
  session.step(300);
  const [hash, { training }] = [session.hash(), session.metrics()];
  const fork = session.fork(100, 'optimizer.learningRate', 0.1);
  fork.step(50);
  const said = printed(`
    import { createRun, readExperiment } from 'nablab';
    const run = await createRun(${JSON.stringify(experiment)});
    const frame = await run.train({ steps: 300 });
    const fork = run.fork('optimizer.learningRate', 0.1, 100);
    fork.step(50);
    const again = await createRun(run.link('https://host/page/'));
    again.seek(300);
    console.log(JSON.stringify([frame.step, frame.metrics.training, run.hash(), fork.hash(), again.hash()]));
    console.log(readExperiment(run.link()).data.kind, run.parameters().length, run.history.step.length);`);
  const [bits, rest] = said.split('\n');
  expect(JSON.parse(bits)).toEqual([300, training, hash, fork.hash(), hash]);
  expect(rest).toBe(`spiral ${session.parameters().length} 301`);
  fork.delete();
  session.delete();
});

test('package: a run ends where it is told to, and rests while others have their turn', () => {
  const said = printed(`
    import { createRun } from 'nablab';
    const run = await createRun({ version: 1, data: { kind: 'circle' } });
    const { stepsPerEpoch } = run.status;
    run.step(1);
    const told = [(await run.train({ epochs: 2 })).step / stepsPerEpoch];
    let looks = 0;
    told.push(((await run.train({ until: () => ++looks === 3 })).step) / stepsPerEpoch);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 60);
    const { step } = await run.train({ steps: 1e9, signal: abort.signal });
    told.push(step > 0 && step < 1e9);
    const ended = await createRun({ version: 1, stop: { steps: 7 } });
    const end = await ended.train();
    told.push(end.step, end.stopped, (await (await createRun('{"version": 1}')).train()).step);
    console.log(JSON.stringify(told));`);
  expect(JSON.parse(said)).toEqual([2, 5, true, 7, 'steps', 2000]);
});

test('package: a refusal names its place, and a run that was disposed of refuses everything', () => {
  const said = printed(`
    import { createRun, canonical, NablabError } from 'nablab';
    const codes = [];
    const note = (error) => codes.push(error instanceof NablabError ? [error.code, error.path] : String(error));
    for (const wrong of [{ version: 1, batchSize: -1 }, '{"version": 1', '#nablab=1~0', null, 5])
      await createRun(wrong).catch(note);
    await createRun({ version: 1 }, { wasmUrl: 'nowhere' }).catch(note);
    await createRun({ version: 1 }, { wasmUrl: 'file:///nowhere' }).catch(note);
    await canonical({ version: 2 }).catch(note);
    const run = await createRun({ version: 1 });
    run.dispose();
    run.dispose();
    try { run.step(); } catch (error) { note(error); }
    console.log(JSON.stringify(codes));`);
  expect(JSON.parse(said)).toMatchInlineSnapshot(`
    [
      [
        "RANGE",
        "batchSize",
      ],
      [
        "JSON_SYNTAX",
        "line 1, column 14",
      ],
      [
        "LINK_INCOMPLETE",
        "link",
      ],
      [
        "TYPE",
        "experiment",
      ],
      [
        "TYPE",
        "experiment",
      ],
      [
        "ARGUMENT",
        "wasmUrl",
      ],
      [
        "ENGINE_UNAVAILABLE",
        "",
      ],
      [
        "VERSION_NEWER",
        "version",
      ],
      [
        "RUN_DISPOSED",
        "",
      ],
    ]
  `);
});

test('package, row 96: importing it touches nothing: no DOM, no global name, no file', () => {
  const said = printed(`
    const before = new Set(Reflect.ownKeys(globalThis));
    const nablab = await import('nablab');
    console.log(JSON.stringify(Reflect.ownKeys(globalThis).filter((name) => !before.has(name))), Object.keys(nablab).join());`);
  expect(said).toBe('[] NablabError,Run,canonical,catalog,createRun,readExperiment');
  // Nor does the element, where there is none to be.
  expect(printed("console.log(typeof (await import('nablab/element')).NablabLab)")).toBe('function');
});

test('package: the command line comes with it', () => {
  const { status, stdout } = run('npx', '--offline', 'nablab', 'catalog');
  expect(status).toBe(0);
  expect(JSON.parse(stdout).families.optimizers.length).toBeGreaterThan(5);
});

test('package, row 96: its example of use compiles under both ways of resolving modules', () => {
  const program = `
    import { createRun, catalog, NablabError, type Run, type Metrics } from 'nablab';
    const run: Run = await createRun({ version: 1 }, { doctor: true });
    const metrics: Metrics = (await run.train({ steps: 1, until: ({ epoch }) => epoch > 3 })).metrics;
    const rate: number | null = run.tool({ kind: 'learningRateRangeTest' }).suggested;
    // @ts-expect-error No such tool.
    run.tool({ kind: 'hammer' });
    export default [metrics.training.loss, rate, (await catalog()).engine, NablabError];`;
  writeFileSync(join(folder, 'program.mts'), program);
  const common = ['--noEmit', '--strict', '--target', 'es2022', 'program.mts'];
  for (const ways of [
    ['--module', 'node16', '--moduleResolution', 'node16'],
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ]) {
    expect(tool('typescript/bin/tsc', ...ways, ...common)).toEqual({ status: 0, stdout: '', stderr: '' });
  }
});

test('package: it holds what it needs and no more, and depends on nothing', () => {
  const facts = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(Object.keys(facts)).not.toEqual(expect.arrayContaining(['dependencies']));
  expect(facts.scripts).toBeUndefined();
  const files = (readdirSync(installed, { recursive: true }) as string[]).filter((name) => /\.\w+$/.test(name));
  const unknown = files.filter((name) => !/\.(js|mjs|wasm|csv|d\.ts|json|md)$/.test(name));
  expect(unknown).toEqual([]);
  const source = readFileSync(join(installed, 'dist/index.js'));
  // The modules of a program that trains, without the engine.
  expect(gzipSync(source).length).toBeLessThan(12_000);
});

test('R27: beside it lies a list of what it was built with, and of nothing that it needs', () => {
  const text = readFileSync(`${root}build/${packed.replace(/tgz$/, 'cdx.json')}`, 'utf8');
  const { metadata, components, ...list } = JSON.parse(text);
  expect([list.bomFormat, list.specVersion]).toEqual(['CycloneDX', '1.5']);
  expect(metadata.component.purl).toMatch(/^pkg:npm\/nablab@/);
  const { packages } = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8'));
  const locked = Object.entries(packages as Record<string, { name?: string; version: string }>)
    .filter(([path]) => path !== '')
    .map(([path, each]) => `${each.name ?? path.replace(/^.*node_modules\//, '')}@${each.version}`);
  type Component = { name: string; version: string; properties?: { name: string; value: string }[] };
  const named = components.map((each: Component) => `${each.name}@${each.version}`);
  expect(new Set(named)).toEqual(new Set(locked));
  const isForBuilding = ({ properties = [] }: Component) =>
    properties.some(({ name }) => name.endsWith(':development'));
  expect(components.filter((each: Component) => !isForBuilding(each))).toEqual([]);
  expect(text).not.toMatch(/"(?:timestamp|serialNumber)"/);
});

test('package, row 96: publint and are-the-types-wrong find nothing', () => {
  const lint = tool('publint/src/cli.js', '--strict', installed);
  expect(lint.stdout + lint.stderr).toMatch(/All good/);
  const wasm = readdirSync(join(installed, 'dist/engine')).filter((name) => name.endsWith('.wasm'));
  // Files to place, not modules to import.
  const files = ['--profile', 'esm-only', '--exclude-entrypoints', 'trainer.js', ...wasm];
  const types = tool('@arethetypeswrong/cli/dist/index.js', `${root}build/${packed}`, '--quiet', ...files);
  expect(types.status, types.stdout).toBe(0);
});

test('package: custom-elements.json tells of every attribute, member, event, part and property that the element has', () => {
  const source = (name: string) => readFileSync(`${root}web/${name}`, 'utf8');
  const named = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name));
  const [{ declarations }] = JSON.parse(readFileSync(join(installed, 'custom-elements.json'), 'utf8')).modules;
  const told = (list: string) => new Set(declarations[0][list].map(({ name }: { name: string }) => name));
  const element = source('element/element.ts');
  const observed = /observedAttributes = \[(.*?)\]/.exec(element)?.[1] ?? '';
  // The language of the page around is looked at, too.
  expect(told('attributes')).toEqual(new Set([...named(observed, /'(\w+)'/g)].filter((name) => name !== 'lang')));
  const members = named(element, /^ {2}(?:get |async )(\w+)\(/gm);
  expect(told('members')).toEqual(members);
  const parts = ['ElementView', 'ControlBar', 'Knobs', 'Pictures'].map((name) => source(`element/${name}.svelte`));
  expect(told('cssParts')).toEqual(new Set(['base', ...named(parts.join(), / part="(\w+)"/g)]));
  expect(told('events')).toEqual(named(source('element/events.ts'), /^ {2}(\w+): /gm));
  const own = named(source('element/element.css'), /var\((--nablab-[\w-]+)/g);
  const tokens = named(source('styles/tokens.css'), /^ {2}--([\w-]+):/gm);
  const properties = new Set([...own, ...[...tokens].map((name) => `--nablab-${name}`)]);
  expect([...told('cssProperties')].filter((name) => !properties.has(name as string))).toEqual([]);
});

/** What a site's program and its element compute in a browser, under the policy of our own page. */
async function computedBy(browser: Browser, site: string, experiment: object): Promise<string[]> {
  const { server, address } = await serve({ folder: join(folder, site) });
  const page = await browser.newPage();
  try {
    await page.goto(address);
    return await page.evaluate(async (document) => {
      const { createRun } = globalThis as unknown as { createRun: typeof import('../../package').createRun };
      const run = await createRun(document);
      run.step(20);
      const lab = window.document.querySelector('nablab-lab');
      if (!lab) return [];
      lab.experiment = document;
      await lab.train(20);
      return [run.hash(), await lab.hash()];
    }, experiment);
  } finally {
    await page.close();
    server.close();
    server.closeAllConnections();
  }
}

test('package, row 96: Vite and esbuild make a site of a program that uses it, and both train in a browser', async () => {
  writeFileSync(
    join(folder, 'main.js'),
    "import { createRun } from 'nablab'; import 'nablab/element'; window.createRun = createRun;",
  );
  writeFileSync(join(folder, 'index.html'), '<script type="module" src="main.js"></script><nablab-lab></nablab-lab>');
  const byVite = tool('vite/bin/vite.js', 'build', '--logLevel', 'error', '--outDir', 'byVite');
  expect(byVite.status, byVite.stderr).toBe(0);
  const assets = readdirSync(join(folder, 'byVite/assets')).join('\n');
  // Worker, engine and tables are found and placed without being told of.
  for (const file of [/trainer.*\.js/, /nablab-simd.*\.wasm/, /nablab-simd\.rest.*\.wasm/, /digits.*\.csv/])
    expect(assets).toMatch(file);
  const words = ['--bundle', '--format=esm', '--splitting', '--outdir=byEsbuild', '--log-level=error', 'main.js'];
  const byEsbuild = run(`${root}node_modules/.bin/esbuild`, ...words);
  expect(byEsbuild.status, byEsbuild.stderr).toBe(0);
  // What esbuild leaves to whoever uses it, as the package's README tells.
  const page = '<!doctype html><script type="module" src="main.js"></script><nablab-lab></nablab-lab>';
  writeFileSync(join(folder, 'byEsbuild/index.html'), page);
  for (const files of ['trainer.js', 'engine', 'tables'])
    cpSync(join(installed, 'dist', files), join(folder, 'byEsbuild', files), { recursive: true });

  const experiment = { version: 1, data: { kind: 'spiral' } };
  const session = (await loadEngine()).createSession();
  session.configure(experiment);
  session.step(20);
  const bits = session.hash();
  session.delete();
  const browser = await chromium.launch({ executablePath: testedChromiumPath, args: chromiumArguments });
  try {
    for (const site of ['byVite', 'byEsbuild'])
      expect(await computedBy(browser, site, experiment), site).toEqual([bits, bits]);
  } finally {
    await browser.close();
  }
});
