/** Files of a person's own, as the worker takes them: unpacked, judged by the core, and kept under their SHA-256. */
import { unpack } from '../../wasm-bindings/unpack';
import type { CsvFormat, CsvReport, Engine, Experiment, IdxReport, Session } from '../../wasm-bindings/types';

/** A file that the core has taken. */
export interface OpenedFile {
  name: string;
  /** 64 hexadecimal digits over what was in it, unpacked. */
  sha256: string;
  /** What is in it: a table, or else images (or labels of images). */
  table: CsvReport | null;
  images: IdxReport | null;
}

/** How the two formats of files with images begin: as they are, and packed with gzip. */
const imageBeginnings = [
  [0, 0],
  [0x1f, 0x8b],
];

/** Whether bytes begin like this. */
function beginsWith([a, b]: readonly number[], bytes: Uint8Array): boolean {
  return bytes[0] === a && bytes[1] === b;
}

/** The first two bytes, without reading the rest; none where the file cannot be read. */
async function beginningOf(file: File): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, 2).arrayBuffer());
  } catch {
    return new Uint8Array();
  }
}

export class Files {
  /** The last ones stay at hand, by SHA-256: the person may tell how a table is to be read, and try data out. */
  #kept = new Map<string, { name: string; bytes: Uint8Array }>();

  constructor(
    private readonly engine: Engine,
    private readonly session: Session,
  ) {}

  /**
   * Takes a file, unpacked if it was gzipped. Refuses what is too large, what is no table and no images, and, where a
   * `wanted` SHA-256 is given, any file that has another one. A refusal leaves everything as it was.
   */
  async open(file: File, wanted: string): Promise<OpenedFile> {
    const { name } = file;
    const { csvBytes, idxBytes, files } = this.engine.catalog().limits;
    const beginning = await beginningOf(file);
    const mayHoldImages = imageBeginnings.some((start) => beginsWith(start, beginning));
    const bytes = await unpack(file, mayHoldImages ? idxBytes : csvBytes, name);
    // A file of images that is broken at its beginning still has its name.
    const holdsImages = beginsWith([0, 0], bytes) || /idx|ubyte/i.test(name);
    const images = holdsImages ? this.engine.idxReport(name, bytes) : null;
    const table = holdsImages ? null : this.engine.csvReport(name, bytes);
    const sha256 = this.engine.sha256(bytes);
    this.session.provideFile(wanted || sha256, bytes);
    this.#kept.delete(sha256);
    this.#kept.set(sha256, { name, bytes });
    for (const oldest of [...this.#kept.keys()].slice(0, -files)) this.#kept.delete(oldest);
    return { name, sha256, table, images };
  }

  /** What is known of a table when it is read in this way; null if the table is not here. */
  report(sha256: string, format: CsvFormat): CsvReport | null {
    const table = this.#kept.get(sha256);
    return table ? this.engine.csvReport(table.name, table.bytes, format) : null;
  }

  /** Hands another session the files that an experiment's data names. */
  handTo(session: Session, { data }: Pick<Experiment, 'data'>): void {
    for (const sha256 of [data.sha256, data.labelsSha256]) {
      const file = this.#kept.get(String(sha256));
      if (file) session.provideFile(String(sha256), file.bytes);
    }
  }
}
