/** `npm run bench:size`: what a first visit loads, file by file, compressed as it is sent. */
import { main } from '../scripts/process.mjs';
import { openPage } from './chromium.mjs';

await main(async () => {
  const files = [];
  const { page, address, close } = await openPage('build/page', {
    visit: false,
    onResponse: (path, bytes) => files.push({ path, bytes }),
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  await close();
  for (const { path, bytes } of files.toSorted((a, b) => b.bytes - a.bytes)) {
    console.log(`${String(bytes).padStart(8)}  ${path}`);
  }
  console.log(`${String(files.reduce((sum, { bytes }) => sum + bytes, 0)).padStart(8)}  in all`);
});
