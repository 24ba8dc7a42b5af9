import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` as a user runs it, everything being built. */
function start(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: root, env: { ...process.env, ...environment } });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<{ status: number | null; said: string }>((resolve) => {
    child.on('close', (status) => resolve({ status, said }));
  });
  const address = new Promise<string>((resolve) => {
    child.stdout.on('data', () => {
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found) resolve(found[0]);
    });
  });
  return { child, ended, address };
}

describe('npm start', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'serves the page at the address that it prints until %s',
    async (signal) => {
      const { child, ended, address } = start({ PORT: '0' });
      const response = await fetch(await address);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('<script type="module"');
      child.kill(signal);
      expect((await ended).status).toBe(0);
    },
  );

  test.each(['abc', '65536', '-1', ''])('refuses PORT=%j in one sentence', async (port) => {
    const { status, said } = await start({ PORT: port }).ended;
    expect(status).toBe(1);
    expect(said).toBe(`nablab: PORT is ${port}; allowed: 0 to 65535\n`);
  });
});
