export default {
  mode: 'production',
  entry: './page.js',
  // Addresses of worker, WebAssembly and tables are found, and the files placed.
  output: { path: new URL('built/webpack', import.meta.url).pathname, filename: 'page.js' },
};
