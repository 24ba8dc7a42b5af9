/** Files of data that a person has opened, kept in this browser so that a reload or a kept run finds them again. */
import type { Write } from './database';
import { recordFormat } from './records';
import type { RunHistory } from './runHistory.svelte';

/** Together they may take so many bytes; the oldest make room, and what is larger alone is not kept. */
const mostBytes = 64 * 2 ** 20;

interface KeptFile {
  format: number;
  name: string;
  /** As the person chose it, perhaps packed. */
  bytes: ArrayBuffer;
  /** When it was last opened, in milliseconds. */
  changed: number;
}

function isKeptFile(value: unknown): value is KeptFile {
  const file = value as Partial<KeptFile> | null;
  return file?.format === recordFormat && typeof file.name === 'string' && file.bytes instanceof ArrayBuffer;
}

export class KeptFiles {
  constructor(private readonly history: RunHistory) {}

  /** Keeps a file under the SHA-256 of what is in it; never rejects. */
  async keep(file: File, sha256: string): Promise<void> {
    if (file.size > mostBytes) return;
    const value: KeptFile = {
      format: recordFormat,
      name: file.name,
      bytes: await file.arrayBuffer(),
      changed: Date.now(),
    };
    await this.history.write([{ shelf: 'files', key: sha256, value }, ...(await this.#leaving(sha256, file.size))]);
  }

  /** The file with this SHA-256, if it is here. */
  async recall(sha256: string): Promise<File | null> {
    const value = await this.history.read('files', sha256);
    return isKeptFile(value) ? new File([value.bytes], value.name) : null;
  }

  /** The oldest, as many as have to make room for one of that size. */
  async #leaving(sha256: string, size: number): Promise<Write[]> {
    const others = (await this.history.readAll('files')).filter(([key]) => key !== sha256);
    const age = (value: unknown) => (isKeptFile(value) ? value.changed : 0);
    let room = mostBytes - size;
    return others
      .sort(([, a], [, b]) => age(b) - age(a))
      .flatMap(([key, value]) => {
        room -= isKeptFile(value) ? value.bytes.byteLength : Infinity;
        return room < 0 ? [{ shelf: 'files' as const, key, value: undefined }] : [];
      });
  }
}
