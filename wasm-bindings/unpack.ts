/** Files of a person's own on their way to the core: read, and unpacked if they are packed with gzip. */
import { NablabError } from './nablabError';

/**
 * The bytes of a file; of a gzip file (one member, whatever its name) those that it packs. Nothing larger than `cap`
 * bytes is read or unpacked: what is unpacked is counted on the way, since the size that a gzip file states is anybody's
 * claim. Throws a `NablabError`: `FILE_SIZE`, `FILE_UNREADABLE`, `GZIP_BROKEN`, `GZIP_SIZE`.
 */
export async function unpack(source: Blob | Uint8Array, cap: number, name = 'file'): Promise<Uint8Array> {
  const size = source instanceof Uint8Array ? source.length : source.size;
  if (size > cap) {
    throw new NablabError({
      code: 'FILE_SIZE',
      path: name,
      found: `${size} bytes long`,
      allowed: `up to ${cap} bytes`,
    });
  }
  const bytes = source instanceof Uint8Array ? source : await read(source, name);
  return isGzip(bytes) ? gunzip(bytes, cap, name) : bytes;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** A file may have been deleted or changed since it was chosen. */
async function read(blob: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new NablabError({ code: 'FILE_UNREADABLE', path: name, found, allowed: '' });
  }
}

async function gunzip(packed: Uint8Array, cap: number, name: string): Promise<Uint8Array> {
  const broken = (found: string) =>
    new NablabError({ code: 'GZIP_BROKEN', path: name, found, allowed: 'one gzip member and nothing after it' });
  // Header, an empty block and trailer: no gzip file is shorter.
  if (packed.length < 20) throw broken('cut short');
  const reader = new Blob([packed as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      total += next.value.length;
      if (total > cap) break;
      chunks.push(next.value);
    }
  } catch {
    throw broken('cut short, damaged or followed by something else');
  }
  if (total > cap) {
    await reader.cancel().catch(() => undefined);
    throw new NablabError({
      code: 'GZIP_SIZE',
      path: name,
      found: `more than ${cap} bytes when unpacked`,
      allowed: `up to ${cap} bytes`,
    });
  }
  const bytes = joined(chunks, total);
  // Platforms differ in what they let follow a member; its checksum and length at the very end hold for all.
  const trailer = new DataView(packed.buffer, packed.byteOffset + packed.length - 8, 8);
  if (trailer.getUint32(4, true) !== total % 2 ** 32 || trailer.getUint32(0, true) !== crc32(bytes)) {
    throw broken('followed by something else');
  }
  return bytes;
}

function joined(chunks: Uint8Array[], total: number): Uint8Array {
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/** The remainders of all bytes under the polynomial of ISO 3309, least significant bit first (RFC 1952, section 8). */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder;
});

function crc32(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ remainders[(remainder ^ byte) & 0xff];
  return ~remainder >>> 0;
}
