/** The files that the command line reads and writes. */
import { existsSync, lstatSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { largestExperimentText } from '../../wasm-bindings/experimentText';
import { NablabError } from '../../wasm-bindings/nablabError';

/** Bytes: more than the state of the largest network that is allowed. */
const largestState = 64_000_000;

/** The text of the file, or of standard input for `-`; reads no more than an experiment may have. */
export async function readExperimentFile(file: string): Promise<string> {
  if (file === '-') return decode('-', await readStandardInput());
  return decode(file, readBytes(file, largestExperimentText));
}

/** The text of a file that is no longer than that. */
export function readTextFile(file: string, most: number): string {
  return decode(file, readBytes(file, most));
}

/** The bytes of a file of parameters. */
export function readStateFile(file: string): Uint8Array {
  return readBytes(file, largestState);
}

/** The whole file, unless it is larger than that: then it is refused before it is read. */
export function readBytes(file: string, most: number): Uint8Array {
  try {
    const facts = statSync(file);
    if (!facts.isFile() && !facts.isFIFO() && !facts.isCharacterDevice()) throw new Error('it is not a file');
    if (facts.size > most) throw sizeError(file, facts.size, most);
    return readFileSync(file);
  } catch (error) {
    throw error instanceof NablabError ? error : fileError('FILE_UNREADABLE', file, reasonOf(error));
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestExperimentText) throw sizeError('-', bytes, largestExperimentText);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileError('FILE_UNREADABLE', file, 'it is not UTF-8 text');
  }
}

/** Refuses to overwrite, before any work is done for it. */
export function refuseExisting(file: string | null, force: boolean): void {
  if (file && !force && existsSync(file)) {
    throw fileError('FILE_EXISTS', file, 'it is there already; --force overwrites it');
  }
}

/** Writes the whole file or nothing. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.part`;
  try {
    // A pipe or a device has no half-written state, and must not be replaced by a file.
    if (existsSync(file) && !lstatSync(file).isFile()) return writeFileSync(file, content);
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw fileError('FILE_UNWRITABLE', file, reasonOf(error));
  }
}

/** The system's words, without the name of the call and the file. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^E[A-Z]+: /, '').replace(/, [a-z]+( '.*')?$/, '');
}

function fileError(code: string, file: string, found: string): NablabError {
  return new NablabError({ code, path: file, found, allowed: '' }, `${file}: ${found}`);
}

function sizeError(file: string, bytes: number, most: number): NablabError {
  return new NablabError({
    code: 'TEXT_SIZE',
    path: file,
    found: `${bytes} bytes or more`,
    allowed: `up to ${most} bytes`,
  });
}
