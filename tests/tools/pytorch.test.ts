/** What nablab saves opens in PyTorch, and PyTorch's next step is ours. "Not run" where there is no PyTorch. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';

/** The first Python that has PyTorch: the one that the environment names, the user's, the system's. */
const python = [process.env['PYTHON'], 'python3', '/usr/bin/python3']
  .filter((program) => program !== undefined)
  .find((program) => spawnSync(program, ['-c', 'import torch']).status === 0);
const script = fileURLToPath(new URL('openInPyTorch.py', import.meta.url));

const [rate, momentum] = [0.1, 0.9];
const experiment = {
  version: 1,
  data: { kind: 'plane', size: 40, split: { training: 1, validation: 0, test: 0 } },
  layers: [
    { kind: 'dense', units: 3 },
    { kind: 'activation', function: { kind: 'tanh' } },
    { kind: 'dense', units: 1 },
  ],
  loss: { kind: 'meanSquaredError' },
  optimizer: { kind: 'momentum', learningRate: rate, momentum },
  regularizers: [],
  batchSize: 0,
};

test.skipIf(!python)(
  'a saved state opens in PyTorch, which then takes the same step (not run without PyTorch)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'nablab-torch-'));
    const file = join(folder, 'state.safetensors');
    const engine = await loadEngine();
    const session = engine.createSession();
    session.configure(experiment);
    session.step(20);
    writeFileSync(file, session.saveState());

    const { x, y } = session.data();
    const outputs = session.predictions();
    const inputs = Array.from(y, (_, row) => Array.from(x.slice(2 * row, 2 * row + 2)));
    const { stdout, stderr } = spawnSync(python ?? '', [script], {
      input: JSON.stringify({ file, rate, momentum, inputs, targets: Array.from(y, (value) => [value]) }),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const answer = JSON.parse(stdout) as { outputs: number[]; stepped: Record<string, number[]> };
    expect(answer.outputs).toHaveLength(40);
    answer.outputs.forEach((output, row) => expect(output).toBeCloseTo(outputs[row] ?? NaN, 5));

    session.step(1);
    const parameters = session.parameters();
    for (const { layer, name, offset, length } of session.tensors()) {
      const theirs = answer.stepped[`${layer}.${name}`] ?? [];
      expect(theirs, name).toHaveLength(length);
      theirs.forEach((value, i) => expect(value, name).toBeCloseTo(parameters[offset + i] ?? NaN, 5));
    }
    session.delete();
    rmSync(folder, { recursive: true });
  },
);
