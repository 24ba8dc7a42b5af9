/** The worker of the element, written to `build/package/dist/trainer.js`: one file, so that every bundler can place it. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { common, leaveAddresses } from './vite.config.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

export default defineConfig({
  ...common,
  plugins: [leaveAddresses({ glue: 'within' })],
  build: {
    ...common.build,
    emptyOutDir: false,
    lib: { entry: { trainer: `${root}web/worker/trainer.ts` }, formats: ['es'] },
    rolldownOptions: { output: { entryFileNames: '[name].js', codeSplitting: false } },
  },
});
