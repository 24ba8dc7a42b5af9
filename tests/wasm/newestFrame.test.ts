/** How often the page draws, with a clock of the test's own. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NewestFrame } from '../../web/store/newestFrame';
import type { Frame } from '../../web/worker/protocol';

let waiting: FrameRequestCallback[] = [];
let now = 0;

/** The next animation frame, so many milliseconds after the last one. */
function animate(milliseconds = 16.7): void {
  now += milliseconds;
  const due = waiting;
  waiting = [];
  for (const call of due) call(now);
}

beforeEach(() => {
  [waiting, now] = [[], 0];
  vi.stubGlobal('requestAnimationFrame', (call: FrameRequestCallback) => waiting.push(call));
});
afterEach(() => void vi.unstubAllGlobals());

const frame = (step: number) => ({ status: { step } }) as Frame;

/** Trains for so many animation frames, with a new frame of the run for each; tells in which of them one was drawn. */
function drawnIn(frames: number, lasts: (drawn: readonly boolean[]) => number): boolean[] {
  const drawn: boolean[] = [];
  let isDrawn = false;
  const newest = new NewestFrame(() => (isDrawn = true));
  for (let i = 0; i < frames; i++) {
    newest.take(frame(i));
    isDrawn = false;
    animate(lasts(drawn));
    drawn.push(isDrawn);
  }
  return drawn;
}

test('of frames that come faster than the screen shows them, only the newest is drawn', () => {
  const steps: number[] = [];
  const newest = new NewestFrame(({ status }) => steps.push(status.step));
  newest.take(frame(1));
  newest.take(frame(2));
  animate();
  newest.take(frame(3));
  animate();
  animate();
  expect(steps).toEqual([2, 3]);
});

test('where drawing is quick, every animation frame draws', () => {
  expect(drawnIn(100, () => 16.7)).toEqual(Array(100).fill(true));
});

test('where drawing in every animation frame takes too long, every second one stays free; later all are tried again', () => {
  // A picture takes two animation frames until it is on the screen.
  const drawn = drawnIn(400, (before) => (before.at(-1) && before.at(-2) ? 33.3 : 16.7));
  const share = (from: number, to: number) => drawn.slice(from, to).filter(Boolean).length / (to - from);
  expect(drawn.slice(0, 3)).toEqual([true, true, true]);
  expect(share(10, 200)).toBeCloseTo(0.5, 1);
  const inARow = drawn.filter((each, i) => i >= 10 && each && drawn[i - 1]).length;
  expect(inARow).toBeGreaterThan(0);
  expect(inARow).toBeLessThan(10);
});
