/** The clinic: every patient suffers, its own treatment heals it, and what is wrong is graded wrong. */
import { afterAll, describe, expect, test } from 'vitest';
import { loadEngine } from '../../wasm-bindings/loader';
import type { ClinicAnswer, ClinicGrade, Diagnosis, Prescription } from '../../wasm-bindings/types';
import patients from '../../web/clinic/patients.json';
import { clinic as words } from '../../web/words/clinic.en';
import { en } from '../../web/words/en';
import { preflight } from '../../web/words/preflight.en';
import { rules } from '../../web/words/rules.en';
import { refusalOf } from './refusal';

interface PatientDocument {
  key: string;
  grade: number;
  causes?: string[];
  treatment?: Prescription[];
  sick: { plantedBug?: { kind: string; layer: number } };
}

const engine = await loadEngine();
const catalog = engine.clinic();
const documents = patients as unknown as PatientDocument[];
const treated = documents.filter(({ sick }) => !sick.plantedBug);
const operated = documents.filter(({ sick }) => sick.plantedBug);

const session = engine.createSession();
session.watch(true);
for (const kind of ['iris', 'wine']) await engine.prepare(session, engine.adapt({ version: 1, data: { kind } }));
afterAll(() => session.delete());

const grade = (patient: PatientDocument, answers: ClinicAnswer[], examinations: string[] = []): ClinicGrade =>
  session.gradeAnswers(patient, { examinations, answers });

/** The patient that suffers from this cause first. */
function sufferingFrom(cause: string): PatientDocument {
  const found = treated.find(({ causes }) => causes?.includes(cause));
  if (!found) throw new Error(`Nobody suffers from ${cause}.`);
  return found;
}

/** What the doctor says of the untreated run, as the page asks it. */
function diagnosisOf(patient: PatientDocument): Diagnosis {
  const { experiment, steps } = engine.admitPatient(patient);
  session.configure(experiment);
  for (const check of ['gradients', 'overfitBatch', 'inputIndependent'] as const) session.preflight(check);
  session.step(steps);
  return session.diagnosis();
}

describe.each(treated.map((patient) => ({ key: patient.key, patient })))('patient $key', ({ patient }) => {
  const cause = patient.causes?.[0] ?? '';
  const treatments = patient.treatment ?? [];

  test('suffers, and is cured by its treatment', () => {
    const { scores, cause: isRight, cured, points, closed } = grade(patient, [{ cause, treatments }]);
    expect(scores?.sick).toBeLessThan((scores?.healthy ?? 0) - 5);
    expect({ isRight, cured, closed, points }).toEqual({ isRight: true, cured: true, closed: true, points: 100 });
  });

  test('is not cured by what does nothing against its cause, and no other cause is accepted', () => {
    const other = catalog.causes.find((each) => !patient.causes?.includes(each)) ?? '';
    const useless = ['clippingTooTight', 'unscaledInputs'].includes(cause)
      ? { key: 'batchSize', amount: 50 }
      : { key: 'clipNorm', amount: 10 };
    const { cured, cause: isRight, closed, truth } = grade(patient, [{ cause: other, treatments: [useless] }]);
    expect({ cured, isRight, closed, truth }).toEqual({ cured: false, isRight: false, closed: false, truth: null });
  });
});

test('the doctor names the accepted cause of nearly every patient', () => {
  const others = treated.filter((patient) => !patient.causes?.includes(diagnosisOf(patient).headline?.cause ?? ''));
  expect(others.length, others.map(({ key }) => key).join(', ')).toBeLessThanOrEqual(treated.length / 10);
});

describe.each(operated.map((patient) => ({ key: patient.key, patient })))('surgery $key', ({ patient }) => {
  const layers = engine.admitPatient(patient).layers ?? [];
  const bug = patient.sick.plantedBug;
  const right: Record<string, string> = { sign: 'plus', mean: 'mean', matrix: 'transposed', derivative: 'with' };
  const optionsOf = (layer: number, change: Record<string, string> = {}) =>
    Object.fromEntries(
      (layers.find((each) => each.layer === layer)?.factors ?? []).map(({ key }) => [key, change[key] ?? right[key]]),
    );

  test('is healed by the right formulas of the right layer, and by no other', () => {
    const layer = bug?.layer ?? -1;
    const healed = grade(patient, [{ operation: { layer, options: optionsOf(layer) } }]);
    expect(healed).toMatchObject({ cause: true, cured: true, closed: true, points: 100, remaining: { suspect: -1 } });
    for (const { layer: each, factors } of layers) {
      const elsewhere = each !== layer && grade(patient, [{ operation: { layer: each, options: optionsOf(each) } }]);
      if (elsewhere) expect(elsewhere).toMatchObject({ cause: false, cured: false, remaining: { suspect: layer } });
      if (each === layer)
        for (const { key, options } of factors) {
          const wrong = options.find((option) => option !== right[key]) ?? '';
          const operation = { layer, options: optionsOf(layer, { [key]: wrong }) };
          expect(grade(patient, [{ operation }]), key).toMatchObject({ cause: true, cured: false });
        }
    }
  });

  test('is a wrong gradient to the doctor', () => {
    expect(diagnosisOf(patient).headline?.cause).toBe('wrongGradient');
  });
});

test('there are six patients or more of each of four grades', () => {
  for (const wanted of [1, 2, 3, 4])
    expect(treated.filter((patient) => patient.grade === wanted).length, `grade ${wanted}`).toBeGreaterThanOrEqual(6);
});

describe('grading', () => {
  const patient = sufferingFrom('learningRateTooHigh');
  const cure = { cause: 'learningRateTooHigh', treatments: patient.treatment ?? [] };
  const wrong = { cause: 'deadUnits', treatments: [{ key: 'batchSize', amount: 50 }] };

  test('takes points for examinations and for every answer before the last one', () => {
    expect(grade(patient, [cure], ['loss', 'loss']).spent).toBe(1);
    const all = catalog.examinations.filter(({ cost }) => cost === 2).slice(0, 3);
    const spent = grade(
      patient,
      [cure],
      all.map(({ key }) => key),
    );
    expect(spent).toMatchObject({ spent: 6, left: 0, points: 80 });
    expect(grade(patient, [wrong, cure])).toMatchObject({ points: 85, closed: true, answersLeft: 1 });
  });

  test('closes the case after the last answer or when one gives up, and tells only then what it was', () => {
    const answers = Array.from({ length: catalog.answers }, () => wrong);
    expect(grade(patient, answers.slice(1))).toMatchObject({ closed: false, truth: null });
    expect(grade(patient, answers)).toMatchObject({ closed: true, points: 0, truth: { causes: patient.causes } });
    expect(grade(patient, [{ givesUp: true }])).toMatchObject({ closed: true, points: 0, cured: false });
  });

  test('refuses what costs more than the budget, unknown treatments, and treatments without effect', () => {
    const record = (answers: unknown[], examinations: string[] = []) =>
      ({ examinations, answers }) as Parameters<typeof session.gradeAnswers>[1];
    const refused = (given: ReturnType<typeof record>) => refusalOf(() => session.gradeAnswers(patient, given));
    const all = catalog.examinations.map(({ key }) => key);
    expect(refused(record([], all))).toMatchObject({ code: 'LIMIT' });
    expect(refused(record([], ['tea']))).toMatchObject({ code: 'KIND_UNKNOWN', path: 'examinations[0]' });
    const treating = (key: string, amount = 0) => record([{ cause: 'deadUnits', treatments: [{ key, amount }] }]);
    expect(refused(treating('tea'))).toMatchObject({ code: 'KIND_UNKNOWN', path: 'treatments[0].key' });
    expect(refused(treating('rate', 0.5))).toMatchObject({ code: 'RANGE', path: 'treatments[0].amount' });
    expect(refused(treating('noClipping'))).toMatchObject({ code: 'NO_CHANGE', path: 'treatments[0]' });
    expect(refusalOf(() => engine.admitPatient({ key: 'x' }))).toMatchObject({ code: 'MISSING' });
  });
});

test('everything in the clinic has words', () => {
  const known: Record<string, string> = { ...en, ...words, ...preflight, ...rules };
  const keys = [
    ...documents.flatMap(({ key }) => [`clinic.${key}`, `clinic.${key}.complaint`]),
    ...operated
      .flatMap((patient) => engine.admitPatient(patient).layers ?? [])
      .flatMap(({ factors }) => factors)
      .flatMap(({ key, options }) =>
        ['', ...options.map((option) => `.${option}`)].map((end) => `clinic.factor.${key}${end}`),
      ),
    ...catalog.treatments.map(({ key }) => `clinic.treatment.${key}`),
    ...catalog.treatments.flatMap(({ key, amounts }) => (amounts.length > 0 ? [`clinic.amount.${key}`] : [])),
  ];
  expect(keys.filter((key) => !known[key])).toEqual([]);
  expect(catalog.causes.filter((key) => !known[`cause.${key}`] && !known[`kind.rules.${key}`])).toEqual([]);
});
