/**
 * Divides a built engine in two files: the functions that a first visit reaches, and the rest, which the loader brings
 * when the page is up. Nothing is computed otherwise: every function stays as it was compiled, only where it is fetched
 * from changes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { visit } from './firstVisit.mjs';
import { run } from './process.mjs';

// What Emscripten's code of this build uses; Binaryen must be told.
const features = ['simd', 'exception-handling', 'mutable-globals'].map((name) => `--enable-${name}`);
const vector = 0x7b;

/** What `glue` loads from the file `wasm`: its module, and the instance below it. */
async function load(glue, wasm) {
  const { default: create } = await import(pathToFileURL(glue).href);
  const compiled = await WebAssembly.compile(readFileSync(wasm));
  let instance;
  const instantiateWasm = (imports, done) => {
    void WebAssembly.instantiate(compiled, imports).then((made) => done((instance = made), compiled));
    return {};
  };
  const module = await create({ instantiateWasm });
  return { module, exports: instance.exports };
}

/** Visits with the instrumented engine; returns its profile: a hash, then for each function when it was first called. */
async function profileOf(glue, instrumented) {
  const { module, exports } = await load(glue, instrumented);
  visit(module);
  const size = exports.__write_profile(0, 0);
  const memory = Object.values(exports).find((each) => each instanceof WebAssembly.Memory);
  const place = memory.grow(Math.ceil(size / 65536)) * 65536;
  exports.__write_profile(place, size);
  return new Uint8Array(memory.buffer.slice(place, place + size));
}

/** Reads WebAssembly's numbers from there on. */
class Reader {
  constructor(bytes, place) {
    this.bytes = bytes;
    this.place = place;
  }
  number() {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.place++];
      number += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return number;
    }
  }
  /** What `read` gives for each element of a list. */
  list(read) {
    return Array.from({ length: this.number() }, read);
  }
  skip(length) {
    this.place += length;
  }
}

/** The contents of the section of that number. */
function sectionOf(bytes, wanted) {
  const reader = new Reader(bytes, 8);
  for (;;) {
    const found = reader.number();
    const size = reader.number();
    if (found === wanted) return reader;
    reader.skip(size);
  }
}

/** For each type of functions in a module, whether vectors are among its arguments and results. */
function typesWithVectors(bytes) {
  const reader = sectionOf(bytes, 1);
  return reader.list(() => {
    reader.number();
    return [0, 1].flatMap(() => reader.list(() => reader.number())).includes(vector);
  });
}

/** For each function of a module's own, the same. */
function takesVectors(bytes) {
  const types = typesWithVectors(bytes);
  const reader = sectionOf(bytes, 3);
  return reader.list(() => types[reader.number()]);
}

/** Whether a module imports (functions only) one that takes vectors. */
function asksForVectors(bytes) {
  const types = typesWithVectors(bytes);
  const reader = sectionOf(bytes, 2);
  const imports = reader.list(() => {
    reader.skip(reader.number());
    reader.skip(reader.number());
    reader.number();
    return types[reader.number()];
  });
  return imports.includes(true);
}

/** Divides `name.wasm` (loaded by `name.mjs`) into the files `first` and `rest`. */
export async function splitEngine(name, first, rest) {
  const [whole, instrumented, profile] = ['wasm', 'instrumented', 'profile'].map((part) => `${name}.${part}`);
  await run('wasm-split', [...features, '--instrument', whole, '-o', instrumented]);
  const called = await profileOf(`${name}.mjs`, instrumented);
  const split = async () => {
    writeFileSync(profile, called);
    const outputs = ['-o1', first, '-o2', rest, '--export-prefix=%'];
    await run('wasm-split', [...features, '--split', whole, '--profile', profile, ...outputs]);
  };
  await split();
  // Until the rest is there, JavaScript stands in for it, which can neither take vectors nor give them.
  if (!asksForVectors(readFileSync(first))) return;
  const times = new DataView(called.buffer);
  for (const [index, stays] of takesVectors(readFileSync(whole)).entries()) {
    if (stays) times.setUint32(8 + 4 * index, 1, true);
  }
  await split();
}
