/** What the service worker knows of the site that it was built with (`seal.ts` writes it). */
export interface Site {
  /** A hash of every file of the site: twelve hexadecimal digits. */
  version: string;
  /** Every file, by its path below the site's folder, with the SHA-256 of its bytes in hexadecimal digits. */
  files: Record<string, string>;
}

/** The service worker, the one that takes it away again, and the page's element that names the version. */
export const workerName = 'serviceWorker.js';
export const removerName = 'serviceWorker.off.js';
export const versionMeta = 'nablab-version';

/** Every cache of the site in this folder begins with this; other sites of the same origin have their own. */
export const cachePrefix = (scope: string) => `nablab ${scope} `;
