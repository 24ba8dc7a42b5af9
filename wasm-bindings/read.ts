/** Reads files of our own: from disk where addresses are `file:`, by `fetch` in browsers. */

// Named by a variable so that bundlers for browsers leave the import alone.
const fileSystem = 'node:fs/promises';

async function readFile(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const { readFile } = (await import(
    /* @vite-ignore */ /* webpackIgnore: true */ fileSystem
  )) as typeof import('node:fs/promises');
  return new Uint8Array(await readFile(url));
}

/** One repetition forgives a connection that broke. */
async function fetchFile(url: URL): Promise<Response> {
  const response = await fetch(url).catch(() => fetch(url));
  if (!response.ok) throw new Error(`${url.pathname} was answered with status ${response.status}`);
  return response;
}

/** The compiled module at that address; a server that names the wrong type costs speed, not function. */
export async function readWasm(url: URL): Promise<WebAssembly.Module> {
  if (url.protocol === 'file:') return WebAssembly.compile(await readFile(url));
  const response = await fetchFile(url);
  return response.headers.get('content-type')?.startsWith('application/wasm')
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * The same at once, while everything else of this thread waits: for workers of a browser, where nobody looks on. The
 * main thread of a page may not do that.
 */
export function readWasmNow(url: URL): WebAssembly.Module {
  const request = new XMLHttpRequest();
  request.open('GET', url, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`${url.pathname} was answered with status ${request.status}`);
  return new WebAssembly.Module(request.response as ArrayBuffer);
}

/** The text (UTF-8) at that address. */
export async function readText(url: URL): Promise<string> {
  if (url.protocol === 'file:') return new TextDecoder().decode(await readFile(url));
  return (await fetchFile(url)).text();
}
