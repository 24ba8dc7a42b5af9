/** The clinic's patients, as the page may know them: what makes them sick stays here until a case is closed. */
import patients from '../clinic/patients.json';
import type {
  Admission,
  ClassificationReport,
  ClinicCatalog,
  ClinicGrade,
  ClinicRecord,
  Diagnosis,
  Engine,
  Experiment,
  History,
  PreflightCheck,
  Readings,
  RegressionReport,
  Session,
  ToolResults,
} from '../../wasm-bindings/types';
import type { Frame, Scene } from './protocol';
import { Run } from './run';

/** What stands in the ward's list. */
export type Resident = Pick<Admission, 'grade' | 'budget' | 'steps'> & {
  key: string;
  surgery: boolean;
};

/** A patient on its bed: what is plain to see. */
export interface Chart {
  layers: Admission['layers'];
  rows: number;
  inputs: number;
  /** 0 for a regression. */
  classes: number;
  classNames: string[];
  /** By layer of the network, how many numbers it puts out. */
  outputs: number[];
}

/** What an examination has shown, after the run's steps; tools and checks work on a copy at step 0. */
export type Result =
  | { group: 'curve'; history: History }
  | { group: 'instrument'; readings: Readings }
  | { group: 'picture'; scene: Scene; frame: Frame }
  | { group: 'report'; report: ClassificationReport | RegressionReport | null }
  | { group: 'check'; check: PreflightCheck }
  | { group: 'tool'; result: ToolResults[keyof ToolResults] };

export type ClinicQuestion =
  | { about: 'ward' /** answer: Ward */ }
  | { about: 'chart'; patient: string /** answer: Chart */ }
  | { about: 'examination'; patient: string; key: string /** answer: Result */ }
  | { about: 'grade'; patient: string; record: ClinicRecord /** answer: ClinicGrade */ }
  /** Only of a closed case; answer: Explanation. */
  | { about: 'explanation'; patient: string; record: ClinicRecord };

/** What there is to know of a patient in the end. */
export interface Explanation {
  /** The untreated run, and what the doctor says of it. */
  experiment: Experiment;
  diagnosis: Diagnosis;
}

export interface Ward {
  catalog: ClinicCatalog;
  residents: Resident[];
}

/** Readings of instruments over a patient's run. */
const readings = 60;
/** Side of the map of the output. */
const mapSize = 96;
/** Checks of the pre-flight that a diagnosis begins with. */
const checksBefore = ['gradients', 'overfitBatch', 'inputIndependent'] as const;

export class Clinic {
  #catalog: ClinicCatalog;
  #run: Run;
  #scene: Scene | null = null;
  /** Who lies on the bed. */
  #patient = '';

  constructor(private readonly engine: Engine) {
    this.#catalog = engine.clinic();
    this.#run = new Run(engine);
    this.#session.watch(true);
  }

  get #session(): Session {
    return this.#run.session;
  }

  async answer(question: ClinicQuestion): Promise<Ward | Chart | Result | ClinicGrade | Explanation | null> {
    if (question.about === 'ward') return this.#ward();
    await this.#admit(question.patient);
    switch (question.about) {
      case 'chart':
        return this.#chart();
      case 'examination':
        return this.#examine(question.key);
      case 'grade':
        return this.#session.gradeAnswers(documentOf(question.patient), question.record);
      case 'explanation':
        return this.#explain(question.patient, question.record);
    }
  }

  #ward(): Ward {
    const residents = patients.map((document) => {
      const { grade, budget, steps, layers } = this.engine.admitPatient(document);
      return { key: document.key, grade, budget, steps, surgery: layers !== null };
    });
    return { catalog: this.#catalog, residents };
  }

  /** Trains a patient's run, if it is not the one that lies there. */
  async #admit(key: string): Promise<void> {
    if (key === this.#patient) return;
    this.#patient = '';
    const { experiment, steps } = this.engine.admitPatient(documentOf(key));
    const instruments = this.#catalog.examinations.filter(({ group }) => group === 'instrument');
    this.#session.subscribe(
      instruments.map((each) => each.key),
      Math.ceil(steps / readings),
    );
    this.#scene = await this.#run.configure(experiment);
    this.#run.step(steps);
    this.#patient = key;
  }

  #chart(): Chart {
    const { layers } = this.engine.admitPatient(documentOf(this.#patient));
    const { rows, inputs, classes, classNames } = this.#session.data();
    const outputs = this.#session.layers().map((layer) => layer.outputs);
    return { layers, rows, inputs, classes, classNames, outputs };
  }

  #examine(key: string): Result | null {
    const session = this.#session;
    const group = this.#catalog.examinations.find((each) => each.key === key)?.group;
    switch (group) {
      case 'curve':
        return { group, history: session.history() };
      case 'instrument':
        return { group, readings: session.readings()[key] };
      case 'picture':
        return this.#picture();
      case 'report':
        return { group, report: session.report('validation') };
      case 'check':
        return { group, check: session.preflight(key as PreflightCheck['key']).checks[0] };
      case 'tool':
        return { group, result: this.#atTheStart(() => session.tool({ kind: key as keyof ToolResults })) };
      default:
        return null;
    }
  }

  /** What the network says over the plane of the data: of a table, over its principal plane. */
  #picture(): Result | null {
    const scene = this.#scene;
    if (!scene) return null;
    const [inputX, inputY] = scene.data.inputs > 2 ? [-1, -1] : [0, 1];
    this.#run.watch = { unitSize: 0, outputSize: mapSize, inputX, inputY, predictions: true, row: -1 };
    return { group: 'picture', scene, frame: this.#run.frame(false, false) };
  }

  /** Does something with the run as it was before its first step. */
  #atTheStart<Answer>(work: () => Answer): Answer {
    const { step } = this.#session.status();
    this.#session.seek(0);
    try {
      return work();
    } finally {
      this.#session.seek(step);
    }
  }

  /** The untreated run, and what the doctor says of it. */
  #explain(key: string, record: ClinicRecord): Explanation | null {
    if (!this.#session.gradeAnswers(documentOf(key), record).closed) return null;
    for (const check of checksBefore) this.#session.preflight(check);
    return { experiment: this.#session.experiment(), diagnosis: this.#session.diagnosis() };
  }
}

function documentOf(key: string): (typeof patients)[number] | undefined {
  return patients.find((each) => each.key === key);
}
