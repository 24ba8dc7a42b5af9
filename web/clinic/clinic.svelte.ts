/** The clinic as the page shows it: the ward, and the patient that is treated. Its runs have a worker of their own. */
import type { ClinicAnswer, ClinicGrade, Refusal } from '../../wasm-bindings/types';
import { refusalOf } from '../store/refusals';
import { recallText, remember } from '../store/remember';
import { TrainerClient } from '../worker/client';
import type { Chart, ClinicQuestion, Explanation, Resident, Result, Ward } from '../worker/clinic';
import { newCase, progress, type Case, type Draft } from './progress.svelte';

/** Where it is remembered which patient is open. */
const openPlace = 'clinicOpen';

export class Clinic {
  ward = $state.raw<Ward | null>(null);
  patient = $state.raw<Resident | null>(null);
  chart = $state.raw<Chart | null>(null);
  /** By examination, the newest first. */
  results = $state.raw<{ key: string; result: Result }[]>([]);
  grade = $state.raw<ClinicGrade | null>(null);
  explanation = $state.raw<Explanation | null>(null);
  /** What is under way; empty for nothing. */
  busy = $state<'' | 'opening' | 'examining' | 'grading'>('opening');
  refusal = $state.raw<Refusal | null>(null);
  /** Whether the grade is that of an answer given just now. */
  justAnswered = $state(false);

  #client: TrainerClient | null = null;
  #closed = false;

  /** The case of the open patient. */
  readonly case = $derived.by((): Case => progress.of(this.patient?.key ?? '') ?? newCase());

  /** Opens the ward, and the patient that was last looked at. */
  enter(): Promise<void> {
    return this.#work('opening', async () => {
      this.ward = await this.#ask<Ward>({ about: 'ward' });
      const resident = this.ward.residents.find(({ key }) => key === recallText(openPlace));
      if (resident) await this.#open(resident);
    });
  }

  open(resident: Resident): Promise<void> {
    return this.#work('opening', () => this.#open(resident));
  }

  /** Back to the ward. */
  leave(): void {
    remember(openPlace, '');
    this.patient = null;
    this.refusal = null;
  }

  examine(key: string): Promise<void> {
    return this.#work('examining', async () => {
      await this.#look(key);
      await this.#regrade({ ...this.case, examinations: [...this.case.examinations, key] });
    });
  }

  /** Gives an answer; what the core refuses was none. */
  answer(answer: ClinicAnswer): Promise<void> {
    return this.#work('grading', async () => {
      await this.#regrade({ ...this.case, answers: [...this.case.answers, answer] });
      this.justAnswered = true;
    });
  }

  /** Keeps what stands in the form. */
  draft(change: Partial<Draft>): void {
    if (!this.patient) return;
    progress.keep(this.patient.key, { ...this.case, draft: { ...this.case.draft, ...change } });
  }

  /** The same patient once more, as if nobody had seen it; the best points stay. */
  again(): Promise<void> {
    return this.#work('opening', async () => {
      if (!this.patient) return;
      progress.keep(this.patient.key, newCase(this.case.best));
      await this.#open(this.patient);
    });
  }

  /** Ends the worker. */
  close(): void {
    this.#closed = true;
    this.#client?.close();
    this.#client = null;
  }

  async #open(resident: Resident): Promise<void> {
    this.patient = resident;
    remember(openPlace, resident.key);
    this.chart = this.grade = this.explanation = null;
    this.results = [];
    this.justAnswered = false;
    this.chart = await this.#ask<Chart>({ about: 'chart', patient: resident.key });
    await this.#regrade(this.case);
    for (const key of this.case.examinations) await this.#look(key);
  }

  /** Results are made again rather than kept: the same bits come out. */
  async #look(key: string): Promise<void> {
    const result = await this.#ask<Result>({ about: 'examination', patient: this.patient?.key ?? '', key });
    this.results = [{ key, result }, ...this.results];
  }

  /** Grades what was done; only what the core takes is kept. */
  async #regrade(done: Case): Promise<void> {
    const { patient } = this;
    if (!patient) return;
    const record = $state.snapshot({ examinations: done.examinations, answers: done.answers });
    const grade = await this.#ask<ClinicGrade>({ about: 'grade', patient: patient.key, record });
    this.grade = grade;
    const { closed } = grade;
    const points = closed ? grade.points : null;
    const best = points === null ? done.best : Math.max(points, done.best ?? 0);
    if (record.examinations.length > 0 || record.answers.length > 0)
      progress.keep(patient.key, { ...done, closed, points, best });
    if (closed) this.explanation = await this.#ask({ about: 'explanation', patient: patient.key, record });
  }

  async #work(what: Clinic['busy'], work: () => Promise<void>): Promise<void> {
    this.busy = what;
    this.refusal = null;
    try {
      await work();
    } catch (error) {
      // A room that was left has ended its worker itself.
      if (!this.#closed) this.refusal = refusalOf(error);
    }
    this.busy = '';
  }

  async #ask<Answer>(question: ClinicQuestion): Promise<Answer> {
    const client = await this.#worker();
    return (await client.ask({ type: 'clinic', question })) as Answer;
  }

  async #worker(): Promise<TrainerClient> {
    if (this.#client) return this.#client;
    const client = new TrainerClient(
      {
        onframe: () => undefined,
        onlost: () => {
          this.#client = null;
        },
      },
      'clinic',
    );
    this.#client = client;
    await client.ask({ type: 'open' });
    return client;
  }
}
