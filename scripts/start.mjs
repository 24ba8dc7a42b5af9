/** `npm start`: sets up what is missing, builds what has changed, serves the page. */
import { build } from './build.mjs';
import { main, StepError } from './process.mjs';
import { serve } from './serve.mjs';
import { setUp } from './setup.mjs';

function wantedPort() {
  const text = process.env.PORT ?? '5173';
  const port = Number(text);
  if (!/^[0-9]+$/.test(text) || port > 65_535) throw new StepError(`PORT is ${text}; allowed: 0 to 65535`);
  return port;
}

await main(async () => {
  const port = wantedPort();
  await setUp();
  await build('engine', 'page');
  const { server, address } = await serve({ port });
  console.log(`\n  Nablab is at ${address}\n  Ctrl-C ends it.\n`);
  const end = () => {
    server.close();
    server.closeAllConnections();
  };
  process.once('SIGINT', end).once('SIGTERM', end);
});
