import { describe, expect, test } from 'vitest';
import { defaultSteps, parseArguments, UsageError } from '../../web/cli/arguments';

describe('the command line', () => {
  test('reads every option of run', () => {
    const words = ['run', 'a.json', '--steps', '50', '--seed=7', '--json', '--history', 'h.csv', '--force', '-q'];
    expect(parseArguments(words)).toEqual({
      name: 'run',
      options: { file: 'a.json', steps: 50, seed: 7, json: true, history: 'h.csv', force: true, quiet: true },
    });
  });

  test('trains the default number of steps with the seed of the file', () => {
    expect(parseArguments(['run', '-'])).toMatchObject({ options: { file: '-', steps: defaultSteps, seed: null } });
  });

  test('helps wherever help is asked for', () => {
    for (const words of [['--help'], ['-h'], ['run', '--help'], ['run', 'x', '--steps', '-h']]) {
      expect(parseArguments(words)).toEqual({ name: 'help' });
    }
  });

  test.each([
    [[], 'a command is missing; allowed: run, catalog, --help, --version'],
    [['rnu'], '"rnu" is no command; did you mean run?'],
    [['frobnicate'], '"frobnicate" is no command; allowed: run, catalog, --help, --version'],
    [['catalog', 'x'], 'catalog takes nothing more, found "x"'],
    [['run'], 'run needs a FILE, or - for standard input'],
    [['run', 'a', 'b'], 'run takes one file, found "a" and "b"'],
    [['run', 'a', '--step', '3'], '"--step" is no option; did you mean --steps?'],
    [['run', 'a', '--steps'], '--steps is missing; allowed: integers from 0 to 1000000000'],
    [['run', 'a', '--steps', '1.5'], '--steps is "1.5"; allowed: integers from 0 to 1000000000'],
    [['run', 'a', '--steps', '-1'], '--steps is "-1"; allowed: integers from 0 to 1000000000'],
    [['run', 'a', '--steps', ''], '--steps is ""; allowed: integers from 0 to 1000000000'],
    [['run', 'a', '--seed', '4294967296'], '--seed is "4294967296"; allowed: integers from 0 to 4294967295'],
    [['run', 'a', '--history'], '--history needs the name of a file'],
    [['run', 'a', '--history', '--force'], '--history needs the name of a file'],
  ])('refuses %j in one line', (words, message) => {
    expect(() => parseArguments(words)).toThrow(UsageError);
    expect(() => parseArguments(words)).toThrow(message);
  });
});
