/** Which pictures draw in which animation frame, with frames of the test's own. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Turn } from '../../web/pictures/turns';

let waiting: FrameRequestCallback[] = [];

function animate(): void {
  const due = waiting;
  waiting = [];
  for (const call of due) call(0);
}

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (call: FrameRequestCallback) => waiting.push(call));
});
afterEach(() => {
  // Until nobody waits any more.
  for (let i = 0; i < 10; i++) animate();
  vi.unstubAllGlobals();
});

/** A picture that draws when its turn comes, and how often it did. */
class Picture {
  drawn = 0;
  readonly turn = new Turn(() => this.change());

  /** What it shows has changed. */
  change(): void {
    if (this.turn.take()) this.drawn++;
  }
}

test('pictures that change in every frame draw in every second one, half of them in each', () => {
  const [first, second] = [new Picture(), new Picture()];
  const drawn: number[][] = [];
  for (let i = 0; i < 6; i++) {
    const before = [first.drawn, second.drawn];
    animate();
    first.change();
    second.change();
    drawn.push([first.drawn - before[0], second.drawn - before[1]]);
  }
  expect(drawn).toEqual([
    [1, 0],
    [0, 1],
    [1, 0],
    [0, 1],
    [1, 0],
    [0, 1],
  ]);
});

test('a picture that changes alone draws at once; one that had to wait draws in the next frame', () => {
  const [first, second] = [new Picture(), new Picture()];
  second.change();
  expect(second.drawn).toBe(1);
  first.change();
  expect(first.drawn).toBe(0);
  animate();
  expect(first.drawn).toBe(1);
  animate();
  first.change();
  expect(first.drawn).toBe(2);
});

test('a picture that is gone is not drawn any more', () => {
  const [first, second] = [new Picture(), new Picture()];
  first.change();
  second.change();
  second.turn.end();
  animate();
  expect(second.drawn).toBe(0);
});
