/** How rates are measured: after a warm-up, in windows of about `milliseconds`; the work goes in pieces of about 20 ms. */
import type { Work } from './workloads';

const pieceMilliseconds = 20;

/** Units of work by second, one figure for each window. */
export function measure(work: Work, windows: number, milliseconds: number): number[] {
  let piece = 1;
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    const start = performance.now();
    work(piece);
    const elapsed = Math.max(performance.now() - start, 1e-3);
    piece = Math.max(1, Math.min(piece * 4, Math.floor((piece * pieceMilliseconds) / elapsed)));
  }
  return Array.from({ length: windows }, () => {
    const start = performance.now();
    let done = 0;
    let now = start;
    for (; now - start < milliseconds; now = performance.now()) {
      work(piece);
      done += piece;
    }
    return (1000 * done) / (now - start);
  });
}
