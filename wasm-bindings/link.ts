/**
 * An experiment in a link's fragment:
 *
 *     #nablab=<format version>~<engine version>~<base64url of the compact JSON>~<CRC-32 of all between = and the last ~>
 *
 * Version 1 holds the JSON as it is. Version 2 leaves out repetitions (`repeats.ts`); it is written where version 1 would be
 * longer than is comfortable, so that there is one link for one experiment. Both are read.
 *
 * A link that was cut, changed or damaged is refused as a whole; it never becomes another experiment.
 */
import { largestExperimentText, parseExperimentText } from './experimentText.ts';
import { NablabError } from './nablabError.ts';
import { withoutRepeats, withRepeats } from './repeats.ts';

const start = '#nablab=';
const newestFormat = 2;

/** Characters of a fragment: many programs cut above the first, some above the second; we refuse above the third. */
export const linkLengths = { comfortable: 2_000, common: 8_000, largest: 65_536 };

export interface LinkContent {
  /** Not judged yet: give it to the core. */
  experiment: unknown;
  /** Version of the engine that made the link; another one may compute other bits. */
  engine: string;
}

/** The fragment, `#` included, for what `Engine.compact` gives: the same experiment always makes the same link. */
export function encodeLink(compactExperiment: unknown, engineVersion: string): string {
  const bytes = new TextEncoder().encode(JSON.stringify(compactExperiment));
  let fragment = sealed(1, engineVersion, bytes);
  const isReadable = bytes.length <= largestExperimentText;
  if (isReadable && fragment.length > linkLengths.comfortable)
    fragment = sealed(2, engineVersion, withoutRepeats(bytes));
  if (fragment.length > linkLengths.largest) throw sizeError(fragment.length);
  return fragment;
}

function sealed(format: number, engineVersion: string, bytes: Uint8Array): string {
  const body = `${format}~${engineVersion}~${toBase64Url(bytes)}`;
  return `${start}${body}~${checksum(body)}`;
}

/**
 * What a fragment holds; null if it is not one of ours. Throws `NablabError`s: LINK_SIZE, LINK_VERSION (newer than we
 * are), LINK_INCOMPLETE (cut), LINK_ENCODING, LINK_CHECKSUM, and those of `parseExperimentText`.
 */
export function decodeLink(fragment: string): LinkContent | null {
  if (!fragment.startsWith(start)) return null;
  if (fragment.length > linkLengths.largest) throw sizeError(fragment.length);
  const text = fragment.slice(start.length);
  const parts = text.split('~');
  const version = parts.length > 1 ? Number(parts[0]) : newestFormat;
  if (Number.isInteger(version) && version > newestFormat) {
    throw linkError('LINK_VERSION', `version ${version}`, `up to version ${newestFormat}`);
  }
  const wrong = /[^A-Za-z0-9_~.-]/.exec(text);
  if (wrong) {
    throw linkError(
      'LINK_ENCODING',
      `${JSON.stringify(wrong[0])} at character ${wrong.index + 1}`,
      'letters, digits, _ ~ . -',
    );
  }
  const [, engine, content, sum] = parts;
  if (parts.length < 4 || sum.length < 8) {
    throw linkError('LINK_INCOMPLETE', `${text.length} characters`, 'the whole link');
  }
  const body = text.slice(0, text.lastIndexOf('~'));
  if (parts.length > 4 || sum !== checksum(body)) {
    throw linkError('LINK_CHECKSUM', text.slice(body.length + 1), checksum(body));
  }
  if (version !== 1 && version !== 2) throw linkError('LINK_VERSION', `version ${parts[0]}`, 'version 1 or 2');
  return { experiment: parseExperimentText(textOf(content, version === 2)), engine };
}

function linkError(code: string, found: string, allowed: string): NablabError {
  return new NablabError({ code, path: 'link', found, allowed });
}

function sizeError(length: number): NablabError {
  return linkError('LINK_SIZE', `${length} characters`, `up to ${linkLengths.largest} characters`);
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function textOf(content: string, isShort: boolean): string {
  try {
    const binary = atob(content.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    // Nothing in place of text that was written short is no text either: it is refused here.
    const whole = isShort ? (withRepeats(bytes, largestExperimentText) ?? Uint8Array.of(255)) : bytes;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(whole);
  } catch {
    throw linkError('LINK_ENCODING', 'content that is not UTF-8 in base64url', 'UTF-8 in base64url');
  }
}

/** CRC-32 (ISO 3309, reflected, polynomial 0xEDB88320) of ASCII text, as 8 hexadecimal digits. */
function checksum(text: string): string {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; ++i) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}
