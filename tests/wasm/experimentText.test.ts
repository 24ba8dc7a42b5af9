import { afterEach, describe, expect, test } from 'vitest';
import { largestExperimentText, parseExperimentText } from '../../wasm-bindings/experimentText';
import { codeOf, refusalOf } from './refusal';

afterEach(() => {
  expect(Object.keys(Object.prototype), 'the prototype was polluted').toEqual([]);
});

describe('the text of an experiment', () => {
  test('is read as JSON, with or without a byte-order mark', () => {
    expect(parseExperimentText('{"version":1}')).toEqual({ version: 1 });
    expect(parseExperimentText('\uFEFF{"version":1}')).toEqual({ version: 1 });
  });

  test('row 5: of 64 KiB is read, one byte more is refused', () => {
    const filled = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
    expect(parseExperimentText(filled(largestExperimentText))).toHaveLength(largestExperimentText - 2);
    expect(refusalOf(() => parseExperimentText(filled(largestExperimentText + 1))).refusal).toEqual({
      code: 'TEXT_SIZE',
      path: 'text',
      found: '65537 bytes',
      allowed: 'up to 65536 bytes',
    });
    expect(codeOf(() => parseExperimentText(JSON.stringify('学'.repeat(30_000))))).toBe('TEXT_SIZE');
  });

  test('row 8: of 32 levels is read, of 33 or 30 000 refused with the place', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseExperimentText(nested(32))).toBeInstanceOf(Array);
    expect(refusalOf(() => parseExperimentText(nested(33)))).toMatchObject({
      code: 'JSON_DEPTH',
      path: 'line 1, column 33',
    });
    expect(codeOf(() => parseExperimentText(nested(30_000)))).toBe('JSON_DEPTH');
    expect(codeOf(() => parseExperimentText('{"a":'.repeat(10_000)))).toBe('JSON_DEPTH');
  });

  test('brackets within strings are not levels', () => {
    expect(parseExperimentText(JSON.stringify('[{"\\'.repeat(100)))).toBe('[{"\\'.repeat(100));
  });

  test.each([
    ['', 'line 1, column 1', 'the end'],
    ['{', 'line 1, column 2', 'the end'],
    ['{"a":1,}', 'line 1, column 8', '"}"'],
    ['{"a" 1}', 'line 1, column 6', '"1"'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3', '"\\""'],
    ['{\r\n"a": tru\r\n}', 'line 2, column 6', '"t"'],
    ['[1, 2', 'line 1, column 6', 'the end'],
    ['[01]', 'line 1, column 3', '"1"'],
    ["{'a': 1}", 'line 1, column 2', '"\'"'],
    ['[NaN]', 'line 1, column 2', '"N"'],
    ['[1] x', 'line 1, column 5', '"x"'],
    ['["a\tb"]', 'line 1, column 4', '"\\t"'],
    ['["\\q"]', 'line 1, column 3', '"\\\\"'],
  ])('row 7: %j is refused at the right place', (text, path, found) => {
    expect(refusalOf(() => parseExperimentText(text)).refusal).toEqual({
      code: 'JSON_SYNTAX',
      path,
      found,
      allowed: 'JSON',
    });
  });

  test('row 7: nothing else than JSON is read, wherever it goes wrong', () => {
    const wrong = [
      ...[
        '[1,,2]',
        '[,1]',
        '[1,]',
        '{"a":1,,"b":2}',
        '{"a":1,}',
        '{a:1}',
        '{"a"}',
        '{"a":}',
        '{:1}',
        '{1:1}',
        '{"a" "b"}',
      ],
      ...[
        '[+1]',
        '[.5]',
        '[1.]',
        '[1.e2]',
        '[1e]',
        '[1e+]',
        '[-]',
        '[--1]',
        '[00]',
        '[-01]',
        '[0x1]',
        '[1_000]',
        '[１]',
      ],
      ...['[Infinity]', '[-Infinity]', '[undefined]', '[True]', '[nul]', '[truth]', '[nulll]', '[1 2]', '["a" "b"]'],
      ...['"', '"a', '["a', '["\\"]', '["\\x41"]', '["\\u12"]', '["\\u12g4"]', "['a']", '["\0"]', '["\n"]', '[`a`]'],
      ...[
        '[',
        ']',
        '[[',
        '[}',
        '{]',
        '}',
        '[]]',
        '{}}',
        '[]{}',
        '1 1',
        '/* */ 1',
        '1 // one',
        '# 1',
        '\u00a0[]',
        '[]\f',
        '[]\0',
      ],
      ...['\uFEFF\uFEFF1', '<x/>', 'a', '=1', ';', '[1;2]', '{"a"=1}', '{"a":1;}', '...', '[...[]]'],
    ];
    for (const text of wrong)
      expect(
        codeOf(() => parseExperimentText(text)),
        text,
      ).toBe('JSON_SYNTAX');
  });

  test('row 7: all JSON is read', () => {
    const right: Record<string, unknown> = {
      ...{ '0': 0, '-0': -0, '1e2': 100, '1E+2': 100, '-1.5e-1': -0.15, '0.1': 0.1, '1e-400': 0, '1e400': Infinity },
      ...{ true: true, false: false, null: null, '""': '', ' \t\r\n0 \t\r\n': 0 },
      ...{ '[]': [], '{}': {}, '[[],{}]': [[], {}], '{"":{"a":[1]}}': { '': { a: [1] } } },
      ...{ '"\\"\\\\\\/\\b\\f\\n\\r\\t"': '"\\/\b\f\n\r\t', '"\\u0041\\u00e9"': 'Aé', '"\\u0000"': '\0' },
      ...{ '"\\ud83d\\ude00"': '😀', '"异\u2028\x7f"': '异\u2028\x7f', '"\\ud800"': '\ud800' },
    };
    for (const [text, value] of Object.entries(right)) expect(parseExperimentText(text), text).toEqual(value);
  });

  test('row 9: keys that name prototypes stay plain keys', () => {
    for (const key of ['__proto__', '\\u005f_proto__', 'constructor']) {
      const value = parseExperimentText(`{"${key}": {"polluted": true}}`) as object;
      expect(Object.keys(value)).toHaveLength(1);
      expect((value as { polluted?: unknown }).polluted).toBeUndefined();
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('row 11: of a key written twice the last one holds', () => {
    expect(parseExperimentText('{"seed": 1, "seed": 2}')).toEqual({ seed: 2 });
  });

  test('row 12: no number changes on the way in', () => {
    expect(parseExperimentText('[-0, 1e400, 1e-400, "3"]')).toEqual([-0, Infinity, 0, '3']);
  });
});
