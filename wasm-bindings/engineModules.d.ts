/** The glue that the WASM builds write; untyped JavaScript, so its one export is declared here. */
declare module '*/build/engine/nablab-simd.mjs' {
  const create: import('./module').CreateModule;
  export default create;
}
declare module '*/build/engine/nablab-scalar.mjs' {
  const create: import('./module').CreateModule;
  export default create;
}
