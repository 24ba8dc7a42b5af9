import { describe, expect, test } from 'vitest';
import { parseArguments, UsageError } from '../../web/cli/arguments';
import { commandNames, commands, usage, usageOf } from '../../web/cli/commands';

const allowed =
  'run, trace, check, range-test, diagnose, export, import, test, replay, catalog, help, --help, --version';

describe('the command line', () => {
  test('reads every option of run', () => {
    const words = ['run', 'a.json', '--steps', '50', '--seed=7', '--json', '--history', 'h.csv', '--force', '-q'];
    const files = ['--save', 's.safetensors', '--load=l.safetensors', '--data', 'd.csv', '--data=e.gz', '--debug'];
    expect(parseArguments([...words, ...files])).toMatchObject({
      name: 'run',
      options: {
        ...{ files: ['a.json'], steps: 50, seed: 7, json: true, history: 'h.csv', force: true, quiet: true },
        ...{ save: 's.safetensors', load: 'l.safetensors', data: ['d.csv', 'e.gz'], debug: true },
      },
    });
  });

  test('reads the options of the tools', () => {
    expect(parseArguments(['export', 'a', '--format', 'cpp', '-o', 'b.cpp'])).toMatchObject({
      options: { files: ['a'], format: 'cpp', output: 'b.cpp' },
    });
    expect(parseArguments(['range-test', 'a', '--low', '1e-5', '--high=2', '--rates', '30'])).toMatchObject({
      options: { low: 1e-5, high: 2, rates: 30 },
    });
    expect(parseArguments(['check', '-', '--step', '12'])).toMatchObject({ name: 'check', options: { step: 12 } });
    expect(parseArguments(['replay', 'a', 'b'])).toMatchObject({ options: { files: ['a', 'b'] } });
  });

  test('leaves steps and seed to the experiment unless told otherwise', () => {
    expect(parseArguments(['run', '-'])).toMatchObject({ options: { files: ['-'], steps: null, seed: null } });
  });

  test('helps wherever help is asked for, with the command that is named', () => {
    for (const words of [['--help'], ['-h'], ['help']]) expect(parseArguments(words).name).toBe('help');
    for (const words of [
      ['run', '--help'],
      ['run', 'x', '--steps', '-h'],
      ['help', 'run'],
    ]) {
      expect(parseArguments(words)).toMatchObject({ name: 'help', options: { files: ['run'] } });
    }
  });

  test('U19: tells of every command with its options, statuses and an example that it understands itself', () => {
    for (const name of commandNames) {
      expect(usage()).toMatch(new RegExp(`^ {2}nablab ${name}\\b`, 'm'));
      const help = usageOf(name);
      for (const option of commands[name].options) expect(help).toContain(`  ${option.name}`);
      expect(help).toContain('The exit status is 0');
      for (const example of commands[name].examples) {
        const words = example
          .replace(/ [<>|].*$/, '')
          .split(' ')
          .slice(1);
        expect(parseArguments(words).name, example).toBe(name);
      }
    }
  });

  test.each([
    [[], `a command is missing; allowed: ${allowed}`],
    [['rnu'], '"rnu" is no command; did you mean run?'],
    [['frobnicate'], `"frobnicate" is no command; allowed: ${allowed}`],
    [['catalog', 'x'], 'catalog takes nothing more, found "x"'],
    [['run'], 'run needs a FILE, or - for standard input'],
    [['run', 'a', 'b'], 'run takes one file, found "a" and "b"'],
    [['run', 'a', '--steps'], '--steps is missing; allowed: integers from 0 to 1000000000'],
    [['run', 'a', '--steps', '1.5'], '--steps is "1.5"; allowed: integers from 0 to 1000000000'],
    [['run', 'a', '--steps', '-1'], '--steps is "-1"; allowed: integers from 0 to 1000000000'],
    [['run', 'a', '--steps', ''], '--steps is ""; allowed: integers from 0 to 1000000000'],
    [['run', 'a', '--seed', '4294967296'], '--seed is "4294967296"; allowed: integers from 0 to 4294967295'],
    [['run', 'a', '--history'], '--history needs the name of a file'],
    [['run', 'a', '--history', '--force'], '--history needs the name of a file'],
    [['run', 'a', '--step', '3'], '"--step" is no option; did you mean --steps?'],
    [['check', 'a', '--steps', '3'], '"--steps" is no option; did you mean --step?'],
    [['range-test', 'a', '--low', '0'], '--low is "0"; allowed: numbers above 0, up to 1e30'],
    [['range-test', 'a', '--high', 'x'], '--high is "x"; allowed: numbers above 0, up to 1e30'],
    [['replay'], 'replay needs a FILE or FOLDER'],
    [['constructor'], '"constructor" is no command'],
    [['run', 'a', '--__proto__'], '"--__proto__" is no option'],
  ])('refuses %j in one line', (words, message) => {
    expect(() => parseArguments(words)).toThrow(UsageError);
    expect(() => parseArguments(words)).toThrow(message);
  });
});
