/**
 * `npm run bench:peer`: writes `build/peer/`, a folder that a harness which compares libraries can serve as it is: the
 * adapter `peer.js`, and in `files.json` the names of what a page downloads. The adapter uses the public interface only.
 */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { main, root } from '../scripts/process.mjs';

await main(() => {
  const [from, to] = ['build/bench', 'build/peer'].map((folder) => join(root, folder));
  const files = JSON.parse(readFileSync(join(from, 'files.json'), 'utf8'));
  rmSync(to, { recursive: true, force: true });
  for (const file of ['peer.js', 'files.json', ...files]) cpSync(join(from, file), join(to, file));
  console.log(`build/peer: peer.js and ${files.join(', ')}`);
});
