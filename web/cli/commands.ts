/** What the command line can do: the one table that its reading and its help are made from. */

import { exportFormats } from '../../exporters/exportFormats';

export const defaultSteps = 2000;
export const mostSteps = 1_000_000_000;

export interface OptionSpec {
  /** With the two dashes; without them the member of `Options`. */
  name: string;
  short?: string;
  /** Without one the option is a flag. */
  value?: 'N' | 'S' | 'RATE' | 'FILE' | 'NAME';
  help: string;
}

export interface CommandSpec {
  /** What stands behind the name: nothing, an experiment, golden cases, or perhaps a command. */
  operands: 'none' | 'one' | 'many' | 'any';
  help: string;
  options: OptionSpec[];
  examples: string[];
}

const json: OptionSpec = { name: '--json', help: 'print the result as JSON ("schema": 1)' };
const seed: OptionSpec = { name: '--seed', value: 'S', help: "use this seed instead of the experiment's" };
const data: OptionSpec = {
  name: '--data',
  value: 'FILE',
  help: 'a CSV or IDX file (perhaps gzipped) that the experiment names; may be repeated',
};
const load: OptionSpec = {
  name: '--load',
  value: 'FILE',
  help: 'begin with the state or parameters of a safetensors file',
};
const step: OptionSpec = { name: '--step', value: 'N', help: 'train so many steps before (default 0)' };
const quiet: OptionSpec = { name: '--quiet', short: '-q', help: 'no progress bar' };
const debug: OptionSpec = { name: '--debug', help: 'tell where in the program an error arose' };

const output: OptionSpec = { name: '--output', short: '-o', value: 'FILE', help: 'write it to this file' };
const force: OptionSpec = { name: '--force', help: 'overwrite that file' };

export const commands: Record<string, CommandSpec> = {
  run: {
    operands: 'one',
    help: 'train an experiment and print the metrics of every part',
    options: [
      { name: '--steps', value: 'N', help: `train N steps (default: until it stops by itself, or ${defaultSteps})` },
      seed,
      data,
      load,
      { name: '--save', value: 'FILE', help: 'write parameters, optimizer slots and statistics as safetensors' },
      { name: '--history', value: 'FILE', help: 'write the curves as CSV: up to 1000 points, evenly spaced' },
      { name: '--force', help: 'overwrite the files of --save and --history' },
      json,
      quiet,
      debug,
    ],
    examples: [
      'nablab run experiment.json --steps 500',
      'nablab run - --json < experiment.json',
      'nablab run experiment.json --save half.safetensors --steps 1000',
      'nablab run experiment.json --load half.safetensors --history curves.csv',
      'nablab run mnist.json --data images-idx3-ubyte.gz --data labels-idx1-ubyte.gz',
    ],
  },
  trace: {
    operands: 'one',
    help: 'open up one step: every number of it, as JSON',
    options: [step, seed, data, load, quiet, debug],
    examples: ['nablab trace experiment.json --step 100 > step100.json'],
  },
  check: {
    operands: 'one',
    help: 'compare the gradients of backpropagation with numerical ones; status 1 if they differ',
    options: [step, seed, data, load, json, quiet, debug],
    examples: ['nablab check experiment.json --step 10'],
  },
  'range-test': {
    operands: 'one',
    help: 'try learning rates from small to large and suggest one',
    options: [
      { name: '--low', value: 'RATE', help: 'the smallest rate' },
      { name: '--high', value: 'RATE', help: 'the largest rate' },
      { name: '--rates', value: 'N', help: 'how many rates, one step with each' },
      step,
      seed,
      data,
      load,
      json,
      quiet,
      debug,
    ],
    examples: ['nablab range-test experiment.json --low 1e-5 --high 10'],
  },
  diagnose: {
    operands: 'one',
    help: 'train, tell what is wrong and why, and try what would help',
    options: [
      { name: '--steps', value: 'N', help: `train N steps (default: until it stops by itself, or ${defaultSteps})` },
      seed,
      data,
      json,
      quiet,
      debug,
    ],
    examples: ['nablab diagnose experiment.json', 'nablab diagnose experiment.json --json | jq .headline'],
  },
  export: {
    operands: 'one',
    help: 'write the run as a program that computes the same and proves it',
    options: [
      { name: '--format', value: 'NAME', help: `one of ${exportFormats.join(', ')}` },
      { name: '--steps', value: 'N', help: 'train N steps before (default 0)' },
      seed,
      data,
      load,
      output,
      force,
      quiet,
      debug,
    ],
    examples: [
      'nablab export experiment.json --format pytorch --steps 500 -o xor.py',
      'nablab export experiment.json --format cpp > xor.cpp',
    ],
  },
  import: {
    operands: 'one',
    help: 'turn a Sequential model of Keras, as model.to_json() writes it, into an experiment',
    options: [output, force, debug],
    examples: ['nablab import model.json -o experiment.json'],
  },
  test: {
    operands: 'many',
    help: 'test the experiments and challenges of a course: blocks ```nablab of Markdown; status 1 if one does not hold',
    options: [json, debug],
    examples: ['nablab test lessons/*.md'],
  },
  replay: {
    operands: 'many',
    help: 'compare the engine with golden cases: training, schedules, metrics; status 1 if one does not agree',
    options: [debug],
    examples: ['nablab replay tests/golden/training', 'nablab replay tests/golden/metrics.json'],
  },
  catalog: {
    operands: 'none',
    help: 'print everything that can be chosen, as JSON',
    options: [debug],
    examples: ['nablab catalog | head'],
  },
  help: { operands: 'any', help: 'tell more of a command', options: [], examples: ['nablab help run'] },
};
// No command is called like a property that every object has.
Object.setPrototypeOf(commands, null);

export const commandNames = Object.keys(commands);

const operandWords = { none: '', one: ' FILE|-', many: ' FILE|FOLDER...', any: ' COMMAND' };

const statuses = `The exit status is 0 for success, 1 where something is refused, diverges, differs or cannot be read, 2 for a wrong
command line, 130 after Ctrl-C, 143 after a request to end, 141 where nobody reads the output any more.`;

/** What `nablab --help` prints. */
export function usage(): string {
  const width = Math.max(...commandNames.map((name) => name.length + operandWords[commands[name].operands].length));
  const lines = commandNames.map((name) => {
    return `  nablab ${(name + operandWords[commands[name].operands]).padEnd(width)}  ${commands[name].help}`;
  });
  return [
    'Usage:',
    ...lines,
    `  nablab ${'--help'.padEnd(width)}  print this`,
    `  nablab ${'--version'.padEnd(width)}  print the versions of program and engine`,
    '',
    'FILE is an experiment as JSON; - reads it from standard input. "nablab COMMAND --help" tells the options.',
    '',
    statuses,
  ].join('\n');
}

/** What `nablab COMMAND --help` prints. */
export function usageOf(name: string): string {
  const { operands, help, options, examples } = commands[name];
  const titles = options.map((option) => [option.name, option.value].filter(Boolean).join(' '));
  const width = Math.max(0, ...titles.map((title) => title.length));
  return [
    `Usage: nablab ${name}${operandWords[operands]}${options.length > 0 ? ' [OPTIONS]' : ''}`,
    '',
    `${help[0].toUpperCase()}${help.slice(1)}.`,
    ...(options.length > 0 ? ['', 'Options:'] : []),
    ...options.map((option, i) => `  ${titles[i].padEnd(width)}  ${option.help}`),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
    statuses,
  ].join('\n');
}
