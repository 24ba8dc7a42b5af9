/** Tells the service worker of a built site which files belong to it, once all of them are written. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { removerName, versionMeta, workerName, type Site } from './site.ts';

const digits = 12;
const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

/** Every file that a page may load; not the workers themselves, nor what only a host reads. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name !== workerName && name !== removerName && !/(^|\/)[_.]/.test(name))
    .filter((name) => statSync(`${folder}/${name}`).isFile())
    .sort();
}

/** Writes the version into the page that shows it. */
function name(page: string, version: string): void {
  const named = new RegExp(`(name="${versionMeta}" content=")[0-9a-f]*"`);
  writeFileSync(page, readFileSync(page, 'utf8').replace(named, `$1${version}"`));
}

/**
 * Seals the site in a folder, or seals it anew after its files have changed: the version is a hash of all of them, so
 * that the same files are the same version. Returns what the service worker was told.
 */
export function seal(folder: string): Site {
  const worker = `${folder}/${workerName}`;
  const code = readFileSync(worker, 'utf8').replace(/^self\.nablab=.*\n/, '');
  const hashes = () =>
    Object.fromEntries(filesOf(folder).map((path) => [path, sha256(readFileSync(`${folder}/${path}`))]));
  name(`${folder}/index.html`, '');
  const version = sha256(JSON.stringify([hashes(), code])).slice(0, digits);
  name(`${folder}/index.html`, version);
  const site = { version, files: hashes() };
  writeFileSync(worker, `self.nablab=${JSON.stringify(site)};\n${code}`);
  return site;
}
