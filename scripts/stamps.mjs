/** Remembering what was built from what: `.cache/NAME` holds a hash of the sources of the last good build. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from './process.mjs';

const folder = join(root, '.cache');

/** Every file under the given paths (relative to the root; missing ones are left out), sorted. */
function filesUnder(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

/** Compares the sources, and what else was `told`, with the last build of that name; call `keep` when the new build has succeeded. */
export function changed(name, sources, told = '') {
  const hash = createHash('sha256').update(told);
  for (const file of sources.flatMap(filesUnder)) hash.update(`${file}\0`).update(readFileSync(join(root, file)));
  const now = hash.digest('hex');
  const stamp = join(folder, name);
  return {
    isNew: !existsSync(stamp) || readFileSync(stamp, 'utf8') !== now,
    keep: () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(stamp, now);
    },
  };
}

/** Does the work while no other process of this clone builds; a lock whose owner has died is taken over. */
export async function alone(work) {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'lock');
  while (!take(lock)) await setTimeout(200);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isHeld(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    // An empty file is one that its owner is just writing.
    if (owner > 0) process.kill(owner, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
