/** The program `nablab`: data on standard output, messages on standard error, one line for each error. */
import { version } from '../../package.json';
import { loadEngine, NablabError } from '../../wasm-bindings/loader';
import { parseArguments, usage, UsageError, type Command } from './arguments';
import { Interrupted, runCommand } from './run';

async function perform(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      console.log(usage);
      return 0;
    case 'version':
      console.log(`nablab ${version}, engine ${(await loadEngine()).version}`);
      return 0;
    case 'catalog':
      console.log(JSON.stringify((await loadEngine()).catalog(), null, 2));
      return 0;
    case 'run':
      return runCommand(command.options);
  }
}

/** The exit status that tells what went wrong. */
function report(error: unknown): number {
  const line =
    error instanceof NablabError ? `${error.code}: ${error.message}` : String((error as Error).message ?? error);
  console.error(`nablab: ${line.replace(/\s*\n\s*/g, ' ')}`);
  if (error instanceof Interrupted) return error.status;
  if (!(error instanceof UsageError)) return 1;
  console.error('Try "nablab --help".');
  return 2;
}

// The reader of a pipe may have seen enough: nothing is wrong then.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

try {
  process.exitCode = await perform(parseArguments(process.argv.slice(2)));
} catch (error) {
  process.exitCode = report(error);
}
