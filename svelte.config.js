/** Read by Vite's plugin, by svelte-check and by eslint. What tells others of the version is a file more to load. */
export default { compilerOptions: { runes: true, discloseVersion: false } };
