/**
 * R3: whatever comes in, all builds make the same of it. The file of outcomes is written by `vitest -u`; both WASM builds
 * and the native one (tests/core/outcomesTest.cpp) must agree with it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import { NablabError } from '../../wasm-bindings/nablabError';
import type { Engine, Session } from '../../wasm-bindings/types';

const corpus = fileURLToPath(new URL('../fuzz/corpus', import.meta.url));
const momentum = {
  version: 1,
  data: { kind: 'circle', size: 20 },
  batchSize: 4,
  layers: [{ kind: 'dense', units: 1 }],
  optimizer: { kind: 'momentum' },
};

async function trained(engine: Engine, session: Session, experiment: unknown): Promise<string> {
  await engine.prepare(session, experiment);
  session.configure(experiment);
  session.step(3);
  return session.hash();
}

type Door = (engine: Engine, session: Session, bytes: Uint8Array) => Promise<string> | string;
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

const doors: Record<string, Door> = {
  experiment: (engine, session, bytes) => {
    let document: unknown;
    try {
      document = JSON.parse(textOf(bytes));
    } catch {
      return 'no JSON';
    }
    return trained(engine, session, document);
  },
  expression: (engine, session, bytes) =>
    trained(engine, session, { version: 1, data: { kind: 'formula', expression: textOf(bytes), size: 50 } }),
  // The first bytes of a seed choose the format, or say how long the first of two files is.
  csv: (engine, _session, bytes) => {
    const { columns, rows } = engine.csvReport('file.csv', bytes.subarray(5));
    return `${columns.length} columns, ${rows} rows`;
  },
  idx: (engine, _session, bytes) => {
    const [high = 0, low = 0] = bytes;
    const { items, height, width, classes } = engine.idxReport('file.idx', bytes.subarray(2, 2 + 256 * high + low));
    return `${items} of ${height} × ${width}, ${classes} classes`;
  },
  safetensors: (_engine, session, bytes) => {
    session.configure(momentum);
    session.step(1);
    session.loadState(bytes);
    return session.hash();
  },
};

async function outcomeOf(engine: Engine, door: Door, bytes: Uint8Array): Promise<string> {
  const session = engine.createSession();
  try {
    return await door(engine, session, bytes);
  } catch (error) {
    if (!(error instanceof NablabError)) throw error;
    const { code, path, found, allowed } = error.refusal;
    return `${code} ${path}: ${found}; allowed: ${allowed}`;
  } finally {
    session.delete();
  }
}

describe.each(['simd', 'scalar'] as const)('the %s build', (build) => {
  test('R3: every input of the corpora comes to the same end as in every other build', async () => {
    const engine = await loadEngine({ build });
    const outcomes: Record<string, Record<string, string>> = {};
    for (const [name, door] of Object.entries(doors)) {
      const files = readdirSync(join(corpus, name)).sort();
      outcomes[name] = {};
      for (const file of files) {
        outcomes[name][file] = await outcomeOf(engine, door, readFileSync(join(corpus, name, file)));
      }
    }
    await expect(`${JSON.stringify(outcomes, null, 2)}\n`).toMatchFileSnapshot('../fuzz/outcomes.json');
  });
});
