/** The static server of `npm start` and of the tests: our files alone, under the headers that a real host should send. */
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { isStarted, root } from './process.mjs';

/** Nothing may run, load or connect but what we ship; the worker's own response needs the policy too. */
const directives = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types nablab nablab-offline svelte-trusted-html',
];
export const contentSecurityPolicy = directives.join('; ');

/**
 * The page that stands in other people's frames may be framed by anybody. In a sandboxed frame it has no origin of its own:
 * its worker then starts from a small module that the page makes itself.
 */
const embedded = { "worker-src 'self'": "worker-src 'self' blob:", "frame-ancestors 'none'": 'frame-ancestors *' };
export const embedPolicy = directives.map((directive) => embedded[directive] ?? directive).join('; ');

/** The headers that every file should come with; `path` is its address without a query. */
export function headersOf(path) {
  return {
    'Content-Security-Policy': /\/embed\.html$/.test(path) ? embedPolicy : contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    // Everything is public: elements in other people's pages, and frames without an origin, may load it.
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    // Names of the bundler's files change with their content.
    'Cache-Control': /\/assets\//.test(path) ? 'max-age=31536000, immutable' : 'no-cache',
  };
}

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};
const incompressible = new Set(['.png', '.woff2']);

const brotli = promisify(brotliCompress);
const encoders = {
  br: (bytes) => brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }),
  gzip: promisify(gzip),
};

/** Bytes by file, time of change and encoding, so that each file is compressed once. */
const cache = new Map();

async function content(file, modified, encoding) {
  const key = `${file}\0${modified}\0${encoding}`;
  if (!cache.has(key)) {
    const bytes = await readFile(file);
    cache.set(key, encoding ? await encoders[encoding](bytes) : bytes);
  }
  return cache.get(key);
}

/** The file that a request means, or null: nothing outside the folder has an address. */
async function fileOf(folder, address) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
  } catch {
    return null;
  }
  const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  if (!file.startsWith(folder + sep) || file.includes('\0')) return null;
  const facts = await stat(file).catch(() => null);
  return facts?.isFile() ? { file, modified: facts.mtimeMs } : null;
}

async function answer(folder, request, response, onResponse) {
  const found = request.method === 'GET' || request.method === 'HEAD' ? await fileOf(folder, request.url) : null;
  const headers = headersOf(request.url.split(/[?#]/)[0]);
  if (!found) {
    response.writeHead(404, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end('not found\n');
    return;
  }
  const extension = extname(found.file);
  const accepted = request.headers['accept-encoding'] ?? '';
  const encoding = incompressible.has(extension)
    ? undefined
    : Object.keys(encoders).find((name) => new RegExp(`\\b${name}\\b`).test(accepted));
  const body = await content(found.file, found.modified, encoding);
  response.writeHead(200, {
    ...headers,
    'Content-Type': types[extension] ?? 'application/octet-stream',
    'Content-Length': body.length,
    Vary: 'Accept-Encoding',
    ...(encoding && { 'Content-Encoding': encoding }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
  onResponse?.(request.url, body.length);
}

/**
 * Serves a folder on 127.0.0.1. A busy port is reported and the next one tried; port 0 takes any. Resolves to the
 * server and its address, with a slash at the end. `onResponse` hears of every file with its bytes as sent.
 */
export async function serve({ folder = join(root, 'build/page'), port = 0, onResponse } = {}) {
  const server = createServer((request, response) => {
    answer(folder, request, response, onResponse).catch(() => response.destroy());
  });
  for (let candidate = port; ; ++candidate) {
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(candidate, '127.0.0.1', resolve);
      });
      server.removeAllListeners('error');
      return { server, address: `http://127.0.0.1:${server.address().port}/` };
    } catch (error) {
      server.removeAllListeners('error');
      if (error.code !== 'EADDRINUSE' || candidate >= 65_535) throw error;
      console.log(`Port ${candidate} is busy; trying ${candidate + 1}.`);
    }
  }
}

if (isStarted(import.meta)) {
  const { address } = await serve({
    folder: join(root, process.argv[2] ?? 'build/page'),
    port: Number(process.env.PORT ?? 0),
  });
  console.log(address);
}
