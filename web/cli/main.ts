/** The program `nablab`: data on standard output, messages on standard error, one line for each error. */
import { version } from '../../package.json';
import { loadEngine, NablabError } from '../../wasm-bindings/loader';
import { parseArguments, UsageError, type Command } from './arguments';
import { commandNames, usage, usageOf } from './commands';
import { Interrupted } from './training';

/** What a command needs is loaded when it is named: the first word should not wait for the rest. */
async function perform({ name, options }: Command): Promise<number> {
  switch (name) {
    case 'help':
      console.log(helpOn(options.files[0]));
      return 0;
    case 'version':
      console.log(`nablab ${version}, engine ${(await loadEngine({ complete: false })).version}`);
      return 0;
    case 'catalog':
      console.log(JSON.stringify((await loadEngine()).catalog(), null, 2));
      return 0;
    case 'run':
      return (await import('./run')).runCommand(options);
    case 'check':
      return (await import('./tools')).checkCommand(options);
    case 'diagnose':
      return (await import('./diagnose')).diagnoseCommand(options);
    case 'range-test':
      return (await import('./tools')).rangeTestCommand(options);
    case 'trace':
      return (await import('./tools')).traceCommand(options);
    case 'export':
      return (await import('./export')).exportCommand(options);
    case 'import':
      return (await import('./import')).importCommand(options);
    case 'test':
      return (await import('./course')).testCommand(options);
    case 'replay':
      return (await (await import('../../tests/golden/replayFiles')).replayFiles(options.files)) ? 0 : 1;
    default:
      throw new Error(`the command ${name} does nothing`);
  }
}

function helpOn(name: string | undefined): string {
  return name !== undefined && commandNames.includes(name) ? usageOf(name) : usage();
}

/** The exit status that tells what went wrong. */
function report(error: unknown): number {
  const line =
    error instanceof NablabError ? `${error.code}: ${error.message}` : String((error as Error).message ?? error);
  console.error(`nablab: ${line.replace(/\s*\n\s*/g, ' ')}`);
  if (process.argv.includes('--debug') && error instanceof Error) console.error(error.stack);
  if (error instanceof Interrupted) return error.status;
  if (!(error instanceof UsageError)) return 1;
  console.error('Try "nablab --help".');
  return 2;
}

// The reader of a pipe may have seen enough: nothing is wrong then, but nothing more is worth doing.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 141 : 1);
});

try {
  process.exitCode = await perform(parseArguments(process.argv.slice(2)));
} catch (error) {
  process.exitCode = report(error);
}
