/**
 * Keeps the whole site in the browser, so that it works without a network. The files of a version are one set in one
 * cache, each checked by its hash; a page gets all that it loads later from the version that it was opened with. A new
 * version waits until a person asks for it, or until no page of the site is open.
 */
import { cachePrefix, type Site } from './site';

declare const self: ServiceWorkerGlobalScope & { readonly nablab: Site };

const { version, files } = self.nablab;
const { scope } = self.registration;
const prefix = cachePrefix(scope);
const own = prefix + version;
/** Files that are fetched at the same time. */
const atOnce = 4;

const addressOf = (path: string) => scope + path;
/** Files whose name tells their content. */
const isHashed = (path: string) => path.startsWith('assets/');
const cacheNames = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));

/** The path of a file below the site's folder; null for what is none of ours. */
function pathOf(url: string): string | null {
  const [address = ''] = url.split(/[?#]/);
  if (!address.startsWith(scope)) return null;
  const path = address.slice(scope.length);
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

// --- Getting a version whole ---

async function hashOf(response: Response): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A file of this very version: what is there already, else what the host sends. Throws if the host has another one. */
async function bring(path: string): Promise<Response> {
  const address = addressOf(path);
  const sources = [
    () => caches.match(address, { ignoreVary: true }),
    () => fetch(address, { cache: isHashed(path) ? 'default' : 'no-cache' }),
    () => fetch(address, { cache: 'reload' }),
  ];
  for (const source of sources) {
    const response = await source();
    if (!response?.ok || (await hashOf(response.clone())) !== files[path]) continue;
    // Some hosts lead from one address to another; a page may not be answered with what came that way.
    return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
  }
  throw new Error(`The host has no ${path} of version ${version}.`);
}

async function install(): Promise<void> {
  const cache = await caches.open(own);
  const wanted = Object.keys(files);
  const next = async () => {
    for (let path = wanted.pop(); path !== undefined; path = wanted.pop())
      await cache.put(addressOf(path), await bring(path));
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, next));
  } catch (error) {
    // Half a version is none.
    wanted.length = 0;
    await caches.delete(own);
    throw error;
  }
}

// --- Which page has which version ---

/** Names of caches by client; the marks in the caches tell it when this worker was asleep meanwhile. */
const known = new Map<string, string>();
const marks = `${scope}client/`;

async function note(client: string, name: string): Promise<void> {
  known.set(client, name);
  await (await caches.open(name)).put(marks + client, new Response());
}

/** The cache of the version that a page or worker was opened with; null if it came from the network. */
async function cacheOf(client: string): Promise<string | null> {
  const name = known.get(client);
  if (name) return name;
  for (const each of await cacheNames()) {
    if (await (await caches.open(each)).match(marks + client)) {
      known.set(client, each);
      return each;
    }
  }
  return null;
}

/** Deletes versions that no page uses any more, and marks of pages that are gone. */
async function tidyUp(): Promise<void> {
  if (self.registration.installing ?? self.registration.waiting) return;
  const alive = new Set((await self.clients.matchAll({ type: 'all', includeUncontrolled: true })).map(({ id }) => id));
  // A page that is just being opened is not among them yet.
  for (const [client, name] of known) if (name === own) alive.add(client);
  const used = new Set([own, ...(await Promise.all([...alive].map(cacheOf)))]);
  for (const name of await cacheNames()) if (!used.has(name)) await caches.delete(name);
  const cache = await caches.open(own);
  for (const { url } of await cache.keys())
    if (url.startsWith(marks) && !alive.has(url.slice(marks.length))) await cache.delete(url);
}

// --- Answering ---

async function find(name: string, path: string): Promise<Response | undefined> {
  return (await caches.open(name)).match(addressOf(path), { ignoreVary: true });
}

async function openPage(request: Request, path: string): Promise<Response> {
  return (await find(own, path)) ?? fetch(request);
}

async function answer({ request, clientId, resultingClientId }: FetchEvent, path: string): Promise<Response> {
  const name = await cacheOf(clientId);
  if (name) {
    if (resultingClientId) await note(resultingClientId, name);
    return (await find(name, path)) ?? fetch(request);
  }
  // A page that came from the network stays with the network, as long as there is one.
  return fetch(request).catch(async (error: unknown) => {
    const kept = isHashed(path) ? await find(own, path) : undefined;
    if (kept) return kept;
    throw error;
  });
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(tidyUp().then(() => self.clients.claim())));
self.addEventListener('message', (event) => {
  if (event.data === 'activate') void self.skipWaiting();
  // The copy was deleted, and is wanted again before this worker has gone.
  if (event.data === 'keep') event.waitUntil(install().then(() => event.source?.postMessage('kept')));
});
self.addEventListener('fetch', (event) => {
  const { request, resultingClientId } = event;
  const path = request.method === 'GET' ? pathOf(request.url) : null;
  if (path === null) return;
  if (request.mode !== 'navigate') return event.respondWith(answer(event, path));
  if (!Object.hasOwn(files, path)) return;
  event.waitUntil(note(resultingClientId, own).then(tidyUp));
  event.respondWith(openPage(request, path));
});
