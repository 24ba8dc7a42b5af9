/**
 * Takes the offline copy away again: a host that wants to be rid of it serves this file under the service worker's name.
 * Pages that are open go on, with the network.
 */
import { cachePrefix } from './site';

declare const self: ServiceWorkerGlobalScope;

async function leave(): Promise<void> {
  const prefix = cachePrefix(self.registration.scope);
  for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name);
  await self.registration.unregister();
}

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(leave()));
