import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { contentSecurityPolicy, embedPolicy, headersOf, serve } from '../../scripts/serve.mjs';

const home = mkdtempSync(join(tmpdir(), 'nablab-serve-'));
const folder = join(home, 'site');
const script = 'export const answer = 42; // '.padEnd(2000, 'x');
let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets/app.js'), script);
  writeFileSync(join(folder, 'engine.wasm'), Uint8Array.of(0, 0x61, 0x73, 0x6d));
  writeFileSync(join(home, 'secret.txt'), 'secret');
  mkdirSync(join(home, 'site-beside'));
  writeFileSync(join(home, 'site-beside/secret.txt'), 'secret');
  site = await serve({ folder });
});

afterAll(() => {
  site.server.close();
  rmSync(home, { recursive: true });
});

interface Response {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** A request whose path goes out as it is written; `fetch` would tidy it up. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(site.address);
    request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', reject)
      .end();
  });
}

describe('the headers', () => {
  test('row 88: let only the page of frames be framed', () => {
    expect(contentSecurityPolicy).toContain("frame-ancestors 'none'");
    expect(embedPolicy).toContain('frame-ancestors *');
    expect(headersOf('/a/b/embed.html')['Content-Security-Policy']).toBe(embedPolicy);
    expect(headersOf('/a/b/embed.html.html')['Content-Security-Policy']).toBe(contentSecurityPolicy);
    expect(headersOf('/a/embed.html/')['Content-Security-Policy']).toBe(contentSecurityPolicy);
  });

  test('are told to those who publish the page as they are sent here', () => {
    const text = readFileSync(new URL('../../docs/publish.md', import.meta.url), 'utf8');
    for (const path of ['/index.html', '/embed.html', '/assets/app.js'])
      for (const [name, value] of Object.entries(headersOf(path))) {
        const inBlocks = text.split(value).length - 1;
        expect(text).toContain(name);
        expect(inBlocks, `${name}: ${value}`).toBeGreaterThanOrEqual(2);
      }
  });
});

describe('the server', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html?x=1', 'text/html; charset=utf-8'],
    ['/assets/app.js', 'text/javascript; charset=utf-8'],
    ['/engine.wasm', 'application/wasm'],
  ])('gives %s its type, and the policy', async (path, type) => {
    const { status, headers } = await ask(path);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('compresses as the browser allows, and tells the length', async () => {
    const plain = await ask('/assets/app.js');
    const gzip = await ask('/assets/app.js', { 'accept-encoding': 'gzip, deflate' });
    const brotli = await ask('/assets/app.js', { 'accept-encoding': 'gzip, deflate, br, zstd' });
    expect(plain.body.toString()).toBe(script);
    expect(gunzipSync(gzip.body).toString()).toBe(script);
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script);
    expect(brotli.headers['content-length']).toBe(String(brotli.body.length));
    expect(brotli.body.length).toBeLessThan(200);
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%2fsite-beside/secret.txt',
    '/assets',
    '/%00',
    '/%',
    '//',
    '/missing',
  ])('gives nothing for %s', async (path) => {
    const { status, body, headers } = await ask(path);
    expect(status).toBe(404);
    expect(body.toString()).toBe('not found\n');
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy);
  });

  test('answers HEAD without a body and POST with nothing', async () => {
    const head = await ask('/', {}, 'HEAD');
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect((await ask('/', {}, 'POST')).status).toBe(404);
  });

  test('reports a busy port and takes the next one', async () => {
    const blocker = createServer();
    const port = await new Promise<number>((resolve) => {
      blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port));
    });
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const second = await serve({ folder, port });
    expect(Number(new URL(second.address).port)).toBeGreaterThan(port);
    expect(said.mock.calls[0][0]).toBe(`Port ${port} is busy; trying ${port + 1}.`);
    said.mockRestore();
    second.server.close();
    blocker.close();
  });
});

test('R12: the policies are those that the evaluator of policies has seen: npm run hosts:report', () => {
  const { policies } = JSON.parse(readFileSync(new URL('../../docs/hosts.json', import.meta.url), 'utf8'));
  expect([contentSecurityPolicy, embedPolicy]).toEqual(policies);
});
