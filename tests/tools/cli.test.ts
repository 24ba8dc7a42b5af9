/** The program as a user starts it: `npx nablab`, in a folder of its own, judged by what it prints and its status. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Engine, Metrics } from '../../wasm-bindings/types';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'web/cli/nablab.mjs');
const folder = mkdtempSync(join(tmpdir(), 'nablab-cli-'));
const file = join(folder, 'experiment.json');
const experiment = { version: 1, seed: 3, data: { kind: 'circle', size: 120 } };
let engine: Engine;

beforeAll(async () => {
  writeFileSync(file, JSON.stringify(experiment));
  engine = await loadEngine();
});

afterAll(() => rmSync(folder, { recursive: true }));

function nablab(words: string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function expected(steps: number, seed = experiment.seed): { hash: string; metrics: Metrics } {
  const session = engine.createSession();
  session.configure({ ...experiment, seed });
  session.step(steps);
  const result = { hash: session.hash(), metrics: session.metrics() };
  session.delete();
  return result;
}

describe('nablab run', () => {
  test('prints loss and accuracy of every part, the step, and the same hash as the session', () => {
    const { status, stdout, stderr } = nablab(['run', file, '--steps', '300']);
    const { hash, metrics } = expected(300);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const part of ['training', 'validation', 'test'] as const) {
      const { rows, loss, accuracy } = metrics[part] ?? { rows: 0, loss: 0, accuracy: 0 };
      const line = [part, rows, loss.toPrecision(6), `${(100 * (accuracy ?? 0)).toFixed(2)} %`].join('\\s+');
      expect(stdout).toMatch(new RegExp(line));
    }
    expect(stdout).toContain(`step 300, epoch 37.50, hash ${hash}`);
  });

  test('gives the whole result as JSON, every figure unrounded', () => {
    const { status, stdout } = nablab(['run', file, '--steps', '300', '--json']);
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(status).toBe(0);
    expect(result).toMatchObject({ ...expected(300), step: 300, engine: engine.version, diverged: null });
    expect(result.experiment).toEqual(engine.canonical(experiment));
  });

  test('trains with another seed where one is given, and reads standard input', () => {
    const result = JSON.parse(
      nablab(['run', '-', '--json', '--steps=50', '--seed=9'], JSON.stringify(experiment)).stdout,
    ) as object;
    expect(result).toMatchObject({ hash: expected(50, 9).hash, experiment: { seed: 9 } });
  });

  test('trains 2000 steps unless told otherwise', () => {
    expect(nablab(['run', file]).stdout).toContain('step 2000,');
  });

  test('finds the tables that an experiment needs', () => {
    const iris = { version: 1, data: { kind: 'iris' }, preprocessing: [{ kind: 'standardization' }] };
    const adapted = JSON.stringify(engine.adapt(iris));
    const { status, stdout, stderr } = nablab(['run', '-', '--steps', '600', '--json'], adapted);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { metrics: Metrics }).metrics.training.accuracy).toBeGreaterThan(0.9);
  });

  test('writes the curves, refuses to overwrite them, and does so when told', () => {
    const history = join(folder, 'history.csv');
    expect(nablab(['run', file, '--steps', '100', '--history', history]).status).toBe(0);
    const lines = readFileSync(history, 'utf8').trimEnd().split('\n');
    expect(lines[0].split(',')).toEqual([
      ...['step', 'batchLoss', 'penalty', 'trainingLoss', 'validationLoss', 'testLoss'],
      ...['trainingAccuracy', 'validationAccuracy', 'testAccuracy'],
    ]);
    expect(lines[1]).toMatch(/^0,,,\d/);
    expect(lines.at(-1)).toMatch(/^100,/);
    expect(Number(lines.at(-1)?.split(',')[3])).toBe(expected(100).metrics.training.loss);

    writeFileSync(history, 'precious');
    const refused = nablab(['run', file, '--steps', '100', '--history', history]);
    expect(refused).toMatchObject({ status: 1, stdout: '' });
    expect(refused.stderr).toBe(`nablab: FILE_EXISTS: ${history}: it is there already; --force overwrites it\n`);
    expect(readFileSync(history, 'utf8')).toBe('precious');
    expect(nablab(['run', file, '--steps', '10', '--history', history, '--force']).status).toBe(0);
    expect(readFileSync(history, 'utf8')).toMatch(/^step,/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('saves a state that another run goes on from, with the same bits', () => {
    const [half, whole] = [join(folder, 'half.safetensors'), join(folder, 'whole.safetensors')];
    expect(nablab(['run', file, '--steps', '120', '--save', half])).toMatchObject({ status: 0, stderr: '' });
    const again = nablab(['run', file, '--steps', '80', '--load', half, '--save', whole]);
    expect(again.stdout).toContain(`step 200, epoch 25.00, hash ${expected(200).hash}`);
    expect(nablab(['run', file, '--save', half])).toMatchObject({ status: 1, stdout: '' });
    writeFileSync(half, 'no tensors');
    const broken = nablab(['run', file, '--load', half]);
    expect(broken).toMatchObject({ status: 1, stdout: '' });
    expect(broken.stderr).toMatch(/^nablab: SAFETENSORS_HEADER_TOO_LARGE: .*\n$/);
  });

  test('trains on a CSV that the experiment names by its SHA-256, and on no other', () => {
    const table = Array.from({ length: 60 }, (_, i) => `${i % 7},${(i * 3) % 11},${i % 2 ? 'odd' : 'even'}`);
    const [csv, other] = [join(folder, 'own.csv'), join(folder, 'other.csv')];
    writeFileSync(csv, `a,b,label\n${table.join('\n')}\n`);
    writeFileSync(other, 'a,b\n1,2\n');
    const hash = createHash('sha256').update(readFileSync(csv)).digest('hex');
    const own = { version: 1, data: { kind: 'csv', sha256: hash, inputColumns: [0, 1], labelColumn: 2 }, batchSize: 4 };
    const named = nablab(['run', '-', '--steps', '20', '--data', csv], JSON.stringify(own));
    expect(named).toMatchObject({ status: 0, stderr: '' });
    expect(nablab(['run', '-', '--data', other], JSON.stringify(own))).toMatchObject({ status: 1, stdout: '' });
  });

  test('trains until the experiment stops by itself', () => {
    const ending = { ...experiment, stop: { steps: 37 } };
    const { stdout } = nablab(['run', '-'], JSON.stringify(ending));
    expect(stdout).toMatch(/step 37, .*; stopped by itself \(steps\)/);
  });

  test('ends after the seconds that the experiment allows', () => {
    const { status, stdout } = nablab(
      ['run', '-', '--json'],
      JSON.stringify({ ...experiment, stop: { seconds: 0.2 } }),
    );
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { step: number }).step).toBeGreaterThan(0);
  });

  test('row 95: leaves nothing behind where it cannot write, and says so in one line', () => {
    const { status, stderr } = nablab(['run', file, '--steps', '1', '--save', join(folder, 'nowhere/state')]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^nablab: FILE_UNWRITABLE: .*: no such file or directory\n$/);
    if (!existsSync('/dev/full')) return;
    const full = nablab(['run', file, '--steps', '1', '--history', '/dev/full', '--force']);
    expect(full).toMatchObject({ status: 1, stderr: 'nablab: FILE_UNWRITABLE: /dev/full: no space left on device\n' });
  });

  test('row 95: a disk that is full in the middle of a file leaves the old one, and no piece of the new', () => {
    const history = join(folder, 'full.csv');
    writeFileSync(history, 'precious');
    const before = readdirSync(folder);
    // No file may be longer than a kilobyte or two; the curves of 300 steps are.
    const words = ['run', file, '--steps', '300', '--history', history, '--force'];
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', 'ulimit -f 2; exec "$@"', 'sh', process.execPath, program, ...words],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `nablab: FILE_UNWRITABLE: ${history}: file too large\n`,
    });
    expect(readFileSync(history, 'utf8')).toBe('precious');
    expect(readdirSync(folder)).toEqual(before);
  });

  test('row 56: says in one line where a run diverged, and ends with status 1', () => {
    const wild = {
      version: 1,
      data: { kind: 'plane' },
      loss: { kind: 'meanSquaredError' },
      optimizer: { kind: 'gradientDescent', learningRate: 1000 },
    };
    const { status, stderr, stdout } = nablab(['run', '-', '--json'], JSON.stringify(wild));
    const { step } = (JSON.parse(stdout) as { diverged: { step: number } }).diverged;
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^nablab: DIVERGED: .* after step ${step}.*; .*\n$`));
  });

  test('row 93: tells what is wrong with a file in one line with status 1', () => {
    // Of two gigabytes nothing is read; on the disk they take no room.
    const huge = join(folder, 'huge.json');
    writeFileSync(huge, '');
    truncateSync(huge, 2 ** 31);
    const cases: [string[], string, RegExp][] = [
      [['run', huge], '', /TEXT_SIZE: .*huge\.json is 2147483648 bytes or more/],
      [['run', 'missing.json'], '', /FILE_UNREADABLE: missing\.json: no such file or directory/],
      [['run', folder], '', /FILE_UNREADABLE: .*: it is not a file/],
      [['run', '-'], '', /JSON_SYNTAX/],
      [['run', '-'], '{"version": 1,', /JSON_SYNTAX: .*line 1, column 15/],
      [['run', '-'], '[1', /JSON_SYNTAX/],
      [['run', '-'], '[]', /TYPE/],
      [['run', '-'], '{"version": 2}', /VERSION_NEWER/],
      [
        ['run', '-'],
        '{"version": 1, "optimizer": {"kind": "adm"}}',
        /KIND_UNKNOWN: optimizer\.kind .*did you mean adam/,
      ],
      [['run', '-'], 'x'.repeat(70_000), /TEXT_SIZE/],
    ];
    for (const [words, input, message] of cases) {
      const { status, stdout, stderr } = nablab(words, input);
      expect({ status, stdout }, stderr).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('row 94: leaves nothing half done after %s, and ends with status %d', async (signal, expectedStatus) => {
    const history = join(folder, `${signal}.csv`);
    const child = spawn(process.execPath, [program, 'run', file, '--steps', '1000000000', '--history', history]);
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    // Long after it has begun to train, on a busy machine too.
    setTimeout(() => child.kill(signal), 4000);
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(expectedStatus);
    expect(stderr).toMatch(/^nablab: interrupted at step \d+\n$/);
    expect(readdirSync(folder).filter((name) => name.startsWith(`${signal}.csv`))).toEqual([]);
  });
});

describe('nablab', () => {
  test('prints the catalog as JSON', () => {
    const { status, stdout, stderr } = nablab(['catalog']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(engine.catalog());
  });

  test('checks the gradients of a run', () => {
    const { status, stdout, stderr } = nablab(['check', file, '--step', '3']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/layer 0 weight +\d+ /);
    expect(stdout).toContain('The gradients agree.');
    const planted = { ...experiment, plantedBug: { kind: 'wrongSign', layer: 0 } };
    const wrong = nablab(['check', '-', '--json'], JSON.stringify(planted));
    expect(wrong.status).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ schema: 1, passes: false, suspect: 0 });
  });

  test('suggests a learning rate', () => {
    const { status, stdout } = nablab(['range-test', file, '--low', '1e-5', '--high', '10', '--rates', '60', '--json']);
    expect(status).toBe(0);
    const { rate, suggested } = JSON.parse(stdout) as { rate: number[]; suggested: number };
    expect(rate[0]).toBeCloseTo(1e-5, 12);
    expect(suggested).toBeGreaterThan(1e-4);
    expect(nablab(['range-test', file]).stdout).toMatch(/Suggested: \d/);
  });

  test('replays golden cases', () => {
    const golden = join(root, 'tests/golden');
    const one = nablab(['replay', join(golden, 'metrics.json'), join(golden, 'training/optimizer-sgd.json')]);
    expect(one).toMatchObject({ status: 0, stderr: '' });
    expect(one.stdout).toContain('2 of 2 agree');
    expect(nablab(['replay', file])).toMatchObject({ status: 1, stdout: expect.stringContaining('0 of 1') as string });
  });

  test('row 94: stays quiet when the reader of a pipe has seen enough, and ends with status 141', () => {
    const { stdout, stderr } = spawnSync(
      'sh',
      ['-c', '{ "$@" catalog; echo "status $?" >&2; } | head -1', 'sh', process.execPath, program],
      { encoding: 'utf8' },
    );
    expect({ stdout, stderr }).toEqual({ stdout: '{\n', stderr: 'status 141\n' });
  });

  test('row 93: ends with status 2 and a hint for a wrong command line', () => {
    for (const words of [[], ['run', file, '--frobnicate'], ['run'], ['run', file, '--steps', 'many']]) {
      const { status, stdout, stderr } = nablab(words);
      expect({ status, stdout }, stderr).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^nablab: .*\nTry "nablab --help"\.\n$/);
    }
    expect(nablab(['rnu', 'x'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'nablab: "rnu" is no command; did you mean run?\nTry "nablab --help".\n',
    });
  });

  test('prints its help and its version on standard output', () => {
    expect(nablab(['--help'])).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('Usage:') as string,
    });
    expect(nablab(['--version']).stdout).toBe(`nablab 0.1.0, engine ${engine.version}\n`);
  });

  test('is what npx finds in the clone', () => {
    const { status, stdout } = spawnSync('npx', ['--no-install', 'nablab', '--version'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `nablab 0.1.0, engine ${engine.version}\n` });
  });
});

describe('nablab diagnose', () => {
  const slow = join(folder, 'slow.json');
  const healthy = join(folder, 'healthy.json');
  beforeAll(() => {
    const layers = [{ kind: 'dense', units: 8 }, { kind: 'activation' }, { kind: 'dense', units: 1 }];
    writeFileSync(healthy, JSON.stringify({ version: 1, data: { kind: 'circle', size: 300 }, layers }));
    writeFileSync(slow, JSON.stringify({ ...experiment, optimizer: { kind: 'adam', learningRate: 1e-6 } }));
  });

  test('names the cause, and the remedy that healed a copy', () => {
    const { status, stdout } = nablab(['diagnose', slow, '--json']);
    const { headline, findings, remedies, checks } = JSON.parse(stdout) as Record<string, never>;
    expect(status).toBe(0);
    expect(headline).toMatchObject({ cause: 'learningRateTooLow' });
    expect((findings as object[]).length).toBeGreaterThan(0);
    expect(checks).toHaveLength(7);
    expect(remedies[0]).toMatchObject({ path: 'optimizer.learningRate', helps: true });
  });

  test('says so where nothing is wrong', () => {
    const { status, stdout } = nablab(['diagnose', healthy, '--steps', '1500']);
    expect(status).toBe(0);
    expect(stdout).toContain('After 1500 steps nothing is wrong.');
  });
});

describe('nablab export and import', () => {
  test('print a program with the parameters of the step, and refuse what cannot be one', () => {
    const { status, stdout, stderr } = nablab(['export', file, '--format', 'numpy', '--steps', '40', '-q']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const session = engine.createSession();
    session.configure(experiment);
    session.step(40);
    for (const parameter of session.parameters()) expect(stdout).toContain(String(parameter));
    session.delete();
    const refused = JSON.stringify({ ...experiment, batchSize: 0, optimizer: { kind: 'lbfgs' } });
    const { status: failed, stderr: told } = nablab(['export', '-', '--format', 'cpp', '-q'], refused);
    expect(failed).toBe(1);
    expect(told).toBe("nablab: EXPORT: optimizer: lbfgs cannot be exported; its line search is Nablab's own\n");
    expect(nablab(['export', file, '--format', 'latex']).stderr).toContain('--format is "latex"; allowed: pytorch, ');
  });

  test('turn a model of Keras into an experiment that runs', () => {
    const dense = { class_name: 'Dense', config: { units: 1, activation: 'sigmoid', batch_input_shape: [null, 2] } };
    const model = { class_name: 'Sequential', config: { name: 'one unit', layers: [dense] } };
    const { status, stdout } = nablab(['import', '-'], JSON.stringify(model));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, title: 'one unit' });
    expect(nablab(['run', '-', '--steps', '3', '-q'], stdout).status).toBe(0);
    expect(nablab(['import', '-'], '{"class_name": "Functional"}').stderr).toContain('KERAS: class_name is');
  });
});
