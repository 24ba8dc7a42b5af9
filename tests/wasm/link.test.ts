import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink, linkLengths } from '../../wasm-bindings/link';
import { codeOf, refusalOf } from './refusal';

const experiment = { version: 1, title: '异或 XOR', seed: 42, layers: [{ kind: 'dense', units: 4 }], batchSize: 10 };
const link = encodeLink(experiment, '0.1.0');

/** The same characters everywhere: failures can be repeated. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

describe('a link', () => {
  test('gives back the experiment and the version of the engine', () => {
    expect(decodeLink(link)).toEqual({ experiment, engine: '0.1.0' });
  });

  test('gives back any JSON value that is not too deep', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const through = JSON.parse(JSON.stringify(value)) as unknown;
        expect(decodeLink(encodeLink(value, '1.2.3'))?.experiment).toEqual(through);
      }),
    );
  });

  test('is the same for the same experiment', () => {
    expect(encodeLink(structuredClone(experiment), '0.1.0')).toBe(link);
  });

  test('needs no escaping in an address', () => {
    expect(new URL(`http://localhost/${link}`).hash).toBe(link);
  });

  test.each(['', '#', '#top', '#nablab', '#other=1~2~3~4', 'nablab=1~2~3~4'])(
    'row 1: is not what the fragment %j holds, and that is no error',
    (fragment) => {
      expect(decodeLink(fragment)).toBeNull();
    },
  );

  test('row 2: cut at any length is incomplete, never half an experiment', () => {
    for (let length = '#nablab='.length; length < link.length; ++length) {
      expect(
        codeOf(() => decodeLink(link.slice(0, length))),
        `cut at ${length}`,
      ).toBe('LINK_INCOMPLETE');
    }
  });

  test('row 3: with one character changed at 300 places is refused', () => {
    const random = pseudoRandom(7);
    const alphabet = 'ABCXYZabcxyz0189-_~.%';
    for (let trial = 0; trial < 300; ++trial) {
      const at = '#nablab='.length + Math.floor(random() * (link.length - '#nablab='.length));
      const character = alphabet[Math.floor(random() * alphabet.length)];
      const changed = link.slice(0, at) + character + link.slice(at + 1);
      if (changed === link) continue;
      expect(
        codeOf(() => decodeLink(changed)),
        changed,
      ).toMatch(/^LINK_/);
    }
  });

  test('row 3: with two neighbours exchanged is refused', () => {
    for (let at = '#nablab='.length; at + 1 < link.length; ++at) {
      const changed = link.slice(0, at) + link[at + 1] + link[at] + link.slice(at + 2);
      if (changed !== link)
        expect(
          codeOf(() => decodeLink(changed)),
          changed,
        ).toMatch(/^LINK_/);
    }
  });

  test.each(['%E0%A4%A', '%%%', 'a b', '\ud800', '异', '<img>', '"'])(
    'row 4: with %j in it is refused by its encoding',
    (text) => {
      expect(codeOf(() => decodeLink(`#nablab=${text}`))).toBe('LINK_ENCODING');
      expect(codeOf(() => decodeLink(link.slice(0, 20) + text + link.slice(20)))).toBe('LINK_ENCODING');
    },
  );

  test('row 4: whose content is not UTF-8 is refused by its encoding', () => {
    for (const bytes of [[0xff], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf5, 0x80, 0x80, 0x80]]) {
      // In base64url: a sign that is not allowed in a link would be refused before it is read.
      const content = Buffer.from(bytes).toString('base64url');
      expect(refusalOf(() => decodeLink(withContent(content))).refusal).toMatchObject({
        code: 'LINK_ENCODING',
        found: 'content that is not UTF-8 in base64url',
      });
    }
  });

  test('row 5: of 8 000 characters works, of the largest size too, one character more is refused', () => {
    for (const length of [8_000, 62_000]) expect(decodeLink(linkOfLength(length))).not.toBeNull();
    const largest = withContent(Buffer.from('{"version":1}'.padEnd(49_133)).toString('base64url'));
    expect(largest).toHaveLength(linkLengths.largest);
    expect(decodeLink(largest)?.experiment).toEqual({ version: 1 });
    const tooLong = refusalOf(() => decodeLink(link.padEnd(linkLengths.largest + 1, 'A')));
    expect(tooLong.refusal).toEqual({
      code: 'LINK_SIZE',
      path: 'link',
      found: '65537 characters',
      allowed: 'up to 65536 characters',
    });
    expect(codeOf(() => decodeLink(link.padEnd(2_097_153, 'A')))).toBe('LINK_SIZE');
    expect(codeOf(() => encodeLink({ notes: noise(60_000) }, '0.1.0'))).toBe('LINK_SIZE');
    expect(codeOf(() => encodeLink({ notes: 'x'.repeat(70_000) }, '0.1.0'))).toBe('LINK_SIZE');
  });

  test('row 6: with a packed bomb in it is refused by its encoding: no archive is ever unpacked', () => {
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024)).toString('base64url');
    expect(bomb.length).toBeLessThan(linkLengths.largest);
    expect(codeOf(() => decodeLink(withContent(bomb)))).toBe('LINK_ENCODING');
  });

  test('row 8: that holds deep JSON is refused before anything is built', () => {
    expect(codeOf(() => decodeLink(withContent(btoa('['.repeat(33)).replaceAll('=', ''))))).toBe('JSON_DEPTH');
  });

  test('row 17: of a newer format is refused as such', () => {
    const newer = refusalOf(() => decodeLink(link.replace('=1~', '=3~')));
    expect(newer.refusal).toEqual({
      code: 'LINK_VERSION',
      path: 'link',
      found: 'version 3',
      allowed: 'up to version 2',
    });
  });

  test('row 17: of no or an impossible format is refused', () => {
    const content = Buffer.from('{"version":1}').toString('base64url');
    expect(codeOf(() => decodeLink(withContent(content)))).toBe(null);
    for (const version of ['0', '', '-1', 'x', '1.5']) {
      expect(
        codeOf(() => decodeLink(withContent(content, version))),
        version,
      ).toBe('LINK_VERSION');
    }
  });

  test('of another engine is read, and says so', () => {
    expect(decodeLink(encodeLink(experiment, '9.9.9'))?.engine).toBe('9.9.9');
  });
});

describe('a link of the second format', () => {
  const layers = Array.from({ length: 40 }, (_, i) => ({ kind: 'dense', units: 6, name: `层 ${i % 7}` }));
  const long = encodeLink({ ...experiment, layers }, '0.1.0');

  test('is written where the first would be longer than 2000 characters, and is short where layers are equal', () => {
    expect(link).toMatch(/^#nablab=1~/);
    expect(long).toMatch(/^#nablab=2~/);
    expect(long.length).toBeLessThan(500);
    expect(decodeLink(long)).toEqual({ experiment: { ...experiment, layers }, engine: '0.1.0' });
    const plain = btoa(JSON.stringify({ notes: noise(3000) }));
    expect(decodeLink(withContent(plain.replaceAll('=', '')))).toMatchObject({ experiment: { notes: noise(3000) } });
  });

  test('gives back whatever it was made of', () => {
    const pieces = fc.array(fc.constantFrom('a', 'ab', '层', '{"kind":"dense"}', '\n', '😀', noise(300)), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(pieces, (notes) => {
        const value = { notes: notes.join(''), filler: noise(1500) };
        expect(decodeLink(encodeLink(value, '1.2.3'))?.experiment).toEqual(value);
      }),
    );
  });

  test('row 4: that repeats what nobody wrote, or would grow beyond all bounds, is refused by its encoding', () => {
    const bombs = [[1], [1, 0], [1, 0, 0], [34, 2, 0, 9], [34, 0, 0, 9], [34, 1, 1, 9]];
    bombs.push([34, ...Array.from({ length: 300 }, () => [1, 0, 255]).flat()]);
    for (const bytes of bombs) {
      const content = Buffer.from(bytes).toString('base64url');
      expect(
        codeOf(() => decodeLink(withContent(content, 2))),
        bytes.slice(0, 4).join(),
      ).toBe('LINK_ENCODING');
    }
  });

  test('is cut, changed or damaged no less than the first', () => {
    for (let at = '#nablab='.length; at < long.length; at++) {
      const changed = long.slice(0, at) + (long[at] === 'A' ? 'B' : 'A') + long.slice(at + 1);
      expect(
        codeOf(() => decodeLink(changed)),
        changed,
      ).toMatch(/^LINK_/);
    }
  });
});

test('R14: links of every format that there was are read as what they were', () => {
  for (const [fragment, engine, title, layers] of [
    [
      '#nablab=1~0.1.0~eyJ2ZXJzaW9uIjoxLCJ0aXRsZSI6IkZpcnN0IiwibGF5ZXJzIjpbeyJraW5kIjoiZGVuc2UiLCJ1bml0cyI6Nn0seyJraW5kIjoiYWN0aXZhdGlvbiJ9LHsia2luZCI6ImRlbnNlIiwidW5pdHMiOjZ9XX0~1ac44b0c',
      '0.1.0',
      'First',
      3,
    ],
    [
      '#nablab=2~0.1.0~eyJ2ZXJzaW9uIjoxLCJ0aXRsZSI6IlNlY29uZCIsImxheWVycyI6W3sia2luZCI6ImRlbnNlIiwidW5pdHMiOjZ9LAEaBWFjdGl2YXQBTAABFQcBMP8BMP8BMP8BMP8BMP8BMHBdfQ~7d2a3766',
      '0.1.0',
      'Second',
      60,
    ],
  ] as const) {
    expect(decodeLink(fragment)).toMatchObject({ engine, experiment: { title } });
    expect((decodeLink(fragment)?.experiment as { layers: object[] }).layers).toHaveLength(layers);
  }
});

/** Text in which nothing is repeated. */
function noise(length: number): string {
  const random = pseudoRandom(3);
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
}

/** A link with a right checksum around any content. */
function withContent(content: string, format: number | string = 1): string {
  const body = `${format}~0.1.0~${content}`;
  return `#nablab=${body}~${crc32(body)}`;
}

function linkOfLength(length: number): string {
  const long = encodeLink({ notes: noise(Math.floor(((length - 60) * 3) / 4)) }, '0.1.0');
  expect(Math.abs(long.length - length)).toBeLessThan(length / 50);
  return long;
}

/** A second implementation, from the standard's table form, to judge the first. */
function crc32(text: string): string {
  const table = Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; ++bit) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value >>> 0;
  });
  let crc = 0xffffffff;
  for (const character of text) crc = table[(crc ^ character.charCodeAt(0)) & 0xff] ^ (crc >>> 8);
  return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
}
