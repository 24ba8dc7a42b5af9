/** `npm run format`: writes every file as `npm run check` wants it. */
import { cppFiles } from './check.mjs';
import { main, run, runPackage } from './process.mjs';

await main(async () => {
  await run('clang-format', ['-i', ...cppFiles()]);
  await runPackage('prettier/bin/prettier.cjs', ['--write', '--log-level', 'warn', '.']);
});
