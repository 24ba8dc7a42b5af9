/** `npm run replay -- FILE|FOLDER...`; status 1 if a case does not agree or cannot be replayed. */
import { replayFiles } from './replayFiles';

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error('Usage: npm run replay -- FILE|FOLDER...');
  process.exitCode = 2;
} else {
  process.exitCode = (await replayFiles(paths)) ? 0 : 1;
}
