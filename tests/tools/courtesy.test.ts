/** The doctor's work beside a run that trains. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Courtesy } from '../../web/doctor/courtesy';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Milliseconds that are waited after 100 milliseconds of work. */
async function restAfterWork(cores: number, isTraining: () => boolean): Promise<number> {
  const courtesy = new Courtesy(isTraining, cores);
  const worked = courtesy.work(() => new Promise((resolve) => setTimeout(resolve, 100)));
  await vi.advanceTimersByTimeAsync(100);
  await worked;
  const begun = performance.now();
  let ended = NaN;
  void courtesy.rest().then(() => (ended = performance.now()));
  await vi.advanceTimersByTimeAsync(5000);
  return ended - begun;
}

test('where cores are few it takes a tenth of the time', async () => {
  expect(await restAfterWork(2, () => true)).toBe(900);
});

test('it waits for nobody where there is a core to spare, or nothing trains', async () => {
  expect(await restAfterWork(4, () => true)).toBe(0);
  expect(await restAfterWork(2, () => false)).toBe(0);
});

test('it goes on as soon as the run rests', async () => {
  const begun = performance.now();
  const rest = await restAfterWork(2, () => performance.now() < begun + 300);
  expect(rest).toBe(200);
});

test('a stretch of work grows or shrinks to the time that it is to take', async () => {
  const courtesy = new Courtesy(() => true, 2);
  const worked = courtesy.work(() => new Promise((resolve) => setTimeout(resolve, 50)));
  await vi.advanceTimersByTimeAsync(50);
  await worked;
  expect(courtesy.isNeeded).toBe(true);
  expect(courtesy.paceFor(100)).toBe(2);
  expect(courtesy.paceFor(1000)).toBe(10);
  expect(courtesy.paceFor(1)).toBe(0.1);
});
