import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Rules of the core that a compiler does not check. */
const core = join(import.meta.dirname, '../../core');
const files = readdirSync(core, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(cpp|h)$/.test(name));

/** Lines of code that match, as "file: line"; comments and quoted text are no code. */
function linesWith(pattern: RegExp): string[] {
  return files.flatMap((name) =>
    readFileSync(join(core, name), 'utf8')
      .split('\n')
      .map((line) => line.trim().replaceAll(/"[^"]*"|\/\/.*$|^(?:\/\*|\*).*$/g, ''))
      .filter((line) => pattern.test(line))
      .map((line) => `${name}: ${line}`),
  );
}

describe('the core', () => {
  it('is read at all', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(linesWith(/std::sqrt\(/)).not.toEqual([]);
  });

  it('uses no function of <cmath> but sqrt, fabs, floor and trunc: the others differ between machines', () => {
    const elementary =
      /(?:std::|\b__builtin_|(?<![\w.:>]))(?:a?(?:sin|cos|tan)h?|atan2|exp[2m]?1?|log(?:2|10|1p)?|pow|cbrt|hypot|erfc?|[lt]gamma|fmod|remainder|fma|ldexp|scalbn|l?l?round|nearbyint|rint)f?\(/;
    expect(linesWith(elementary)).toEqual([]);
  });

  it('knows no JavaScript and does no input or output', () => {
    expect(linesWith(/emscripten|<(?:iostream|fstream|filesystem)>|\b(?:printf|fopen|getenv)\(/)).toEqual([]);
  });

  it('draws random numbers from its one generator', () => {
    expect(linesWith(/<random>|\brand\(|std::mt19937|random_device|<chrono>|<ctime>/)).toEqual([]);
  });
});
