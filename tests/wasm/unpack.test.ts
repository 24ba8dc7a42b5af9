/** Files on their way to the core: rows 33 and 37 to 39 of the table of faults. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { unpack } from '../../wasm-bindings/unpack';

const cap = 1_000_000;
const text = new TextEncoder().encode('a,b\n1,u\n2,v\n'.repeat(1000));

/** The code with which the promise is refused. */
async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'accepted',
    (error: unknown) => (error as { code?: string }).code,
  );
}

function concatenated(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** The gzip file with four bytes from the end replaced by a little-endian number. */
function withTrailer(file: Uint8Array, fromEnd: number, value: number): Uint8Array {
  const copy = Uint8Array.from(file);
  new DataView(copy.buffer).setUint32(copy.length - fromEnd, value, true);
  return copy;
}

describe('unpack', () => {
  test('gives back what is not packed, from bytes and from a blob', async () => {
    expect(await unpack(text, cap)).toEqual(text);
    expect(await unpack(new Blob([text]), cap)).toEqual(text);
  });

  test('undoes gzip', async () => {
    expect(await unpack(gzipSync(text), cap)).toEqual(text);
    expect(await unpack(new Blob([Uint8Array.from(gzipSync(text))]), cap)).toEqual(text);
    expect(await unpack(gzipSync(new Uint8Array(0)), cap)).toEqual(new Uint8Array(0));
  });

  test('row 33: a file beyond the cap is refused before it is read, a file that cannot be read is named', async () => {
    const huge = { size: cap + 1, arrayBuffer: () => Promise.reject(new Error('was read')) } as unknown as Blob;
    expect(await codeOf(unpack(huge, cap))).toBe('FILE_SIZE');
    const gone = { size: 5, arrayBuffer: () => Promise.reject(new Error('is gone')) } as unknown as Blob;
    expect(await codeOf(unpack(gone, cap))).toBe('FILE_UNREADABLE');
    expect(await codeOf(unpack(new Uint8Array(cap), cap))).toBe('accepted');
    expect(await codeOf(unpack(new Uint8Array(cap + 1), cap))).toBe('FILE_SIZE');
  });

  test('row 37: a bomb is stopped at the cap', async () => {
    const bomb = gzipSync(new Uint8Array(256 * 2 ** 20), { level: 9 });
    expect(bomb.length).toBeLessThan(cap);
    const [reading, cancelling] = (['read', 'cancel'] as const).map((name) =>
      vi.spyOn(ReadableStreamDefaultReader.prototype, name),
    );
    onTestFinished(() => [reading, cancelling].forEach((spied) => spied.mockRestore()));
    expect(await codeOf(unpack(bomb, cap))).toBe('GZIP_SIZE');
    const chunks = (await Promise.all(reading.mock.results.map(({ value }) => value))) as { value?: Uint8Array }[];
    expect(chunks.reduce((sum, { value }) => sum + (value?.length ?? 0), 0)).toBeLessThan(cap + 2 ** 16);
    expect(cancelling).toHaveBeenCalledOnce();
    const atCap = gzipSync(new Uint8Array(cap));
    expect((await unpack(atCap, cap)).length).toBe(cap);
    expect(await codeOf(unpack(gzipSync(new Uint8Array(cap + 1)), cap))).toBe('GZIP_SIZE');
  });

  test('row 38: a stated size is never believed, a wrong checksum, cut or continued file refused', async () => {
    const file = Uint8Array.from(gzipSync(text));
    for (const size of [0, 2 ** 32 - 1])
      expect(await codeOf(unpack(withTrailer(file, 4, size), cap))).toBe('GZIP_BROKEN');
    expect(await codeOf(unpack(withTrailer(file, 8, 1), cap))).toBe('GZIP_BROKEN');
    for (const length of [3, 10, 18, file.length >> 1, file.length - 1]) {
      expect(await codeOf(unpack(file.slice(0, length), cap))).toBe('GZIP_BROKEN');
    }
    expect(await codeOf(unpack(concatenated(file, Uint8Array.of(1, 2, 3)), cap))).toBe('GZIP_BROKEN');
    expect(await codeOf(unpack(concatenated(file, file), cap))).toBe('GZIP_BROKEN');
    expect(await codeOf(unpack(concatenated(Uint8Array.of(0x1f, 0x8b), deflateRawSync(text)), cap))).toBe(
      'GZIP_BROKEN',
    );
  });

  test('row 38: a platform that looks at nothing but the packed bytes does not get them through either', async () => {
    /** Unpacks what it is given, whatever is said of it in the trailer, and whatever follows. */
    class Careless extends TransformStream<Uint8Array, Uint8Array> {
      constructor() {
        super({ transform: () => undefined, flush: (controller) => controller.enqueue(text) });
      }
    }
    vi.stubGlobal('DecompressionStream', Careless);
    onTestFinished(() => void vi.unstubAllGlobals());
    const file = Uint8Array.from(gzipSync(text));
    expect(await unpack(file, cap)).toEqual(text);
    for (const broken of [
      withTrailer(file, 4, 0),
      withTrailer(file, 8, 1),
      file.slice(0, file.length - 1),
      concatenated(file, Uint8Array.of(1, 2, 3)),
      concatenated(file, Uint8Array.from(gzipSync('another'))),
    ])
      expect(await codeOf(unpack(broken, cap))).toBe('GZIP_BROKEN');
  });

  test('row 39: only one level is undone', async () => {
    const inner = Uint8Array.from(gzipSync(text));
    expect(await unpack(gzipSync(gzipSync(inner)), cap)).toEqual(Uint8Array.from(gzipSync(inner)));
  });
});
