/** Findings, baselines, calibration and samples, as JavaScript sees them. */
import { afterEach, describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { Diagnosis, Finding, Session } from '../../wasm-bindings/types';
import { en } from '../../web/words/en';
import { rules } from '../../web/words/rules.en';
import { refusalOf } from './refusal';

const engine = await loadEngine();
const words: Record<string, string> = { ...en, ...rules };
const sessions: Session[] = [];
afterEach(() => sessions.splice(0).forEach((session) => session.delete()));

function configured(experiment: object): Session {
  const session = engine.createSession();
  sessions.push(session);
  session.configure(engine.adapt({ version: 1, ...experiment }));
  return session;
}

/** A table in which everything is wrong that a rule about data can find. */
function sickTable(): Session {
  const rows = Array.from({ length: 60 }, (_, i) => `${100 * (i % 3)},1,${200 * (i % 3)},${i < 57 ? 'no' : 'yes'}`);
  const csv = new TextEncoder().encode(`a,b,c,y\n${rows.join('\n')}\n,1,2,no\n`);
  const session = engine.createSession();
  sessions.push(session);
  session.provideFile('', csv);
  session.configure(
    engine.adapt({
      version: 1,
      data: {
        kind: 'csv',
        sha256: engine.sha256(csv),
        inputColumns: [0, 1, 2],
        labelColumn: 3,
        split: { training: 0.7, validation: 0.3, test: 0 },
      },
    }),
  );
  return session;
}

/** Diagnoses of runs that have all kinds of faults. */
function sickRuns(): Diagnosis[] {
  const dense = { kind: 'dense', units: 8 };
  const constant = (value: number) => ({ kind: 'constant', value });
  const network = (layer: object, kind: string) => ({
    layers: [
      layer,
      { kind: 'activation', function: { kind } },
      layer,
      { kind: 'activation', function: { kind } },
      dense,
    ],
  });
  const healthy = network(dense, 'tanh');
  const rate = (learningRate: number) => ({ ...healthy, optimizer: { kind: 'gradientDescent', learningRate } });
  return [
    rate(10),
    rate(1e-5),
    { ...rate(0.1), clipping: { kind: 'norm', limit: 1e-4 } },
    { ...healthy, regularizers: [{ kind: 'l2', strength: 1 }] },
    { ...healthy, schedule: { kind: 'dampedCosine' } },
    { layers: [...healthy.layers, { kind: 'activation', function: { kind: 'sigmoid' } }] },
    network({ ...dense, biasInitializer: constant(-5) }, 'relu'),
    network({ ...dense, biasInitializer: constant(6) }, 'tanh'),
    network({ ...dense, initializer: constant(0) }, 'tanh'),
    network({ ...dense, initializer: { kind: 'normal', deviation: 10 } }, 'relu'),
    network(dense, 'linear'),
    { ...network(dense, 'sigmoid'), data: { kind: 'circle', labelNoise: 0.35 } },
    { ...healthy, batchSize: 1, loss: { kind: 'meanSquaredError' } },
    { data: { kind: 'sine' }, ...network(dense, 'sigmoid') },
  ].map((experiment) => {
    const session = configured({ data: { kind: 'circle' }, ...experiment });
    session.watch(true);
    session.step(1200);
    return session.diagnosis();
  });
}

describe('diagnosis', () => {
  test('a healthy run has no headline; nobody watches who was not asked', () => {
    const session = configured({});
    session.step(600);
    expect(session.diagnosis()).toMatchObject({ every: 0, headline: null, chain: [] });
    session.watch(true);
    session.step(600);
    expect(session.diagnosis()).toMatchObject({ headline: null, chain: [] });
    expect(session.diagnosis().every).toBeGreaterThan(0);
  });

  test('the headline is the first of the chain; causes, findings and remedies have words', () => {
    for (const { headline, chain, findings } of sickRuns()) {
      if (headline?.finding !== null && headline) {
        expect(headline.finding).toBe(chain[0]);
        expect(findings[chain[0]].cause).toBe(headline.cause);
      }
      const keys = findings.flatMap(({ rule, aspect, remedies, cause }) => [
        `finding.${rule}.${aspect}`,
        ...remedies.map(({ key }) => `remedy.${key}`),
        `cause.${cause}` in words ? `cause.${cause}` : `kind.rules.${cause}`,
      ]);
      expect(keys.filter((key) => !words[key])).toEqual([]);
      for (const { remedies } of findings) expect(new Set(remedies.map(({ key }) => key)).size).toBe(remedies.length);
    }
  });

  test('steps that hardly begin to go down are told with their length', () => {
    const session = configured({
      data: { kind: 'circle' },
      batchSize: 0,
      optimizer: { kind: 'gradientDescent', learningRate: 0.01 },
    });
    session.watch(true);
    session.step(1000);
    const finding = session.diagnosis().findings.find(({ rule }) => rule === 'stepLength');
    expect(finding).toMatchObject({ aspect: 'tooShort', severity: 'hint' });
    expect(finding?.evidence.length).toBeLessThan(-0.9);
    expect(finding?.evidence.length).toBeGreaterThan(-1.1);
  });

  test('a high rate is told as such, with the step since which it shows', () => {
    const [{ headline, findings, chain }] = sickRuns();
    expect(headline?.cause).toBe('learningRateTooHigh');
    expect(findings[chain[0]].severity).not.toBe('hint');
    expect(findings.every(({ step, until }) => step >= 0 && (until === -1 || until > step))).toBe(true);
  });
});

describe('findings', () => {
  test('healthy data has none', () => {
    expect(configured({}).findings()).toEqual([]);
  });

  test('every rule about data finds its fault, and every finding and remedy has words', () => {
    const findings = sickTable().findings();
    const aboutData = ['badValues', 'unscaledInputs', 'uselessFeature', 'classImbalance', 'leakyOrPoorSplit'];
    expect(findings.map(({ rule }) => rule)).toEqual(expect.arrayContaining(aboutData));
    const keys = findings.flatMap(({ rule, aspect, remedies }) => [
      `finding.${rule}.${aspect}`,
      ...remedies.map(({ key }) => `remedy.${key}`),
    ]);
    expect(keys.filter((key) => !words[key])).toEqual([]);
  });

  test('a sentence names no number that the evidence has not', () => {
    const given = ['name', 'other', 'names', 'part', 'layer', 'step'];
    const missing = [...sickTable().findings(), ...sickRuns().flatMap(({ findings }) => findings)].flatMap(
      ({ rule, aspect, evidence }: Finding) => {
        const places = [...words[`finding.${rule}.${aspect}`].matchAll(/\{(\w+)\}/g)].map(([, place]) => place);
        return places.filter((place) => !given.includes(place) && !(place in evidence));
      },
    );
    expect(missing).toEqual([]);
  });

  test('the worst come first', () => {
    const order = ['error', 'warning', 'hint'];
    const places = sickTable()
      .findings()
      .map(({ severity }) => order.indexOf(severity));
    expect(places).toEqual([...places].sort());
    expect(places[0]).toBe(0);
  });
});

test('baselines are measured by part and leave the run as it is', () => {
  const session = configured({});
  session.step(20);
  const hash = session.hash();
  const measured = session.baselines();
  expect(measured?.measure).toBe('accuracy');
  expect(measured?.baselines.map(({ kind }) => kind)).toEqual(
    engine.catalog().families.baselines.map(({ kind }) => kind),
  );
  expect(measured?.baselines[2].test?.value).toBeGreaterThan(0.8);
  expect(session.hash()).toBe(hash);
});

test('calibration counts every row of the part; there is none without probabilities', () => {
  const session = configured({});
  session.step(50);
  const bins = session.calibration('validation')?.bins ?? [];
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(session.metrics().validation?.rows);
  expect(configured({ loss: { kind: 'hinge' } }).calibration('validation')).toBeNull();
  expect(refusalOf(() => session.calibration('all' as 'test')).code).toBe('OPTION_UNKNOWN');
});

describe('a sample', () => {
  test('is classified as the same row of the data is', () => {
    const session = configured({ data: { kind: 'rings' }, preprocessing: [{ kind: 'minMax' }] });
    session.step(40);
    const { raw, inputs } = session.data();
    const { outputs, decided, probabilities } = session.classify(raw.slice(0, inputs));
    const predicted = session.predictions().slice(0, outputs.length);
    outputs.forEach((output, i) => expect(output).toBeCloseTo(predicted[i], 5));
    expect(decided).toBe(outputs.indexOf(Math.max(...outputs)));
    expect(probabilities).toEqual(outputs);
  });

  test('of another length is refused', () => {
    expect(refusalOf(() => configured({}).classify([1, 2, 3]))).toMatchObject({ code: 'SIZE', path: 'sample' });
  });
});

test('the beginning of a table is shown as it is written', () => {
  const csv = new TextEncoder().encode('a;b\n1,5;"x ""y"""\n;z\n');
  expect(engine.csvReport('t.csv', csv).beginning).toEqual([
    ['1,5', 'x "y"'],
    ['', 'z'],
  ]);
});

describe('pre-flight and tested remedies', () => {
  test('the default experiment passes every check within three seconds', () => {
    const session = configured({});
    const begin = performance.now();
    const { checks } = session.preflight('');
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(checks.filter(({ state }) => state !== 'passed')).toEqual([]);
  });

  test('of several changes the one that heals is offered', () => {
    const session = configured({ data: { kind: 'circle' }, optimizer: { kind: 'adam', learningRate: 1e-6 } });
    session.step(400);
    const change = (value: number) => ({ key: 'rate', path: 'optimizer.learningRate', value });
    session.tryRemedies([change(1e-7), change(0.03)]);
    while (session.workOnRemedies(100));
    const tested = session.remedies();
    expect(tested?.done).toBe(tested?.all);
    expect(tested?.remedies.filter(({ helps }) => helps).map(({ value }) => value)).toEqual([0.03]);
  });
});

test('what findings propose can be tried as it stands, whole lists of layers too', () => {
  const session = configured({ optimizer: { kind: 'gradientDescent', learningRate: 10 } });
  session.tryRemedies([{ key: 'layers', path: 'layers', value: session.experiment().layers }]);
  while (session.workOnRemedies(1000));
  expect(session.remedies()?.remedies.map(({ key }) => key)).toEqual(['layers']);
});
