/** The bar on the terminal's last line. */
import { afterEach, expect, test, vi } from 'vitest';
import { Progress } from '../../web/cli/progress';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** What is written to standard error by one look at a run, on a terminal of so many columns (0: on none). */
function written(columns: number, environment: NodeJS.ProcessEnv = {}, quiet = false): string {
  const write = vi.fn();
  vi.stubGlobal('process', { ...process, stderr: { isTTY: columns > 0, columns, write } });
  const progress = new Progress(quiet, environment);
  progress.show(500, 1000, 'loss 0.6931');
  progress.clear();
  return write.mock.calls.flat().join('');
}

test('row 94: there is no progress but on a terminal that shows it to somebody', () => {
  expect(written(80)).not.toBe('');
  expect(written(0)).toBe('');
  expect(written(80, { TERM: 'dumb' })).toBe('');
  expect(written(80, { CI: '1' })).toBe('');
  expect(written(80, {}, true)).toBe('');
});

test('row 94: progress fits into one line however narrow it is, has no colours, and is taken away', () => {
  for (const columns of [200, 80, 40, 20, 12]) {
    const [nothing, shown, after] = written(columns, { TERM: 'xterm', NO_COLOR: '1' }).split('\r\x1b[K');
    expect([nothing, after]).toEqual(['', '']);
    expect(shown).toContain('500/1000');
    expect(shown).not.toContain('\x1b');
    expect(shown.length, `${columns} columns`).toBeLessThan(columns);
  }
  expect(written(80)).toContain('[####################--------------------] 500/1000 loss 0.6931');
});
