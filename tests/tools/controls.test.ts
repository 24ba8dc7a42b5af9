/** What the page makes of what a person writes, and how it counts time. */
import { describe, expect, test } from 'vitest';
import { listOf, listText } from '../../web/controls/numberList';
import { Clock } from '../../web/worker/clock';
import { pathParts, valueAt, withValue } from '../../web/store/paths';

describe('a list of numbers', () => {
  test('is read with any separator, blanks and true minus signs', () => {
    expect(listOf('1, 0.5;  −2\n3e2、4')).toEqual([1, 0.5, -2, 300, 4]);
    expect(listOf(' ')).toEqual([]);
  });

  test('keeps what is no number for the core to refuse, at its place', () => {
    expect(listOf('1, two, 1e999')).toEqual([1, 'two', '1e999']);
  });

  test('is read as it is written', () => {
    const values = [0.1, -3, 1e-9, 12345];
    expect(listOf(listText(values))).toEqual(values);
  });
});

describe('the clock of a run', () => {
  test('counts only the time between start and pause', () => {
    const clock = new Clock();
    clock.start(2, 0);
    clock.pause(1500);
    clock.start(2, 10_000);
    expect(clock.tick(10_400)).toBe(false);
    expect(clock.tick(10_600)).toBe(true);
    expect(clock.isOver).toBe(true);
  });

  test('gives as much time again when it is started after its end', () => {
    const clock = new Clock();
    clock.start(1, 0);
    expect(clock.tick(1000)).toBe(true);
    clock.start(1, 5000);
    expect(clock.tick(5900)).toBe(false);
  });

  test('never ends without a limit, and stands still before its start', () => {
    const clock = new Clock();
    expect(clock.tick(1e9)).toBe(false);
    clock.start(0, 0);
    expect(clock.tick(1e12)).toBe(false);
  });
});

describe('a place in an experiment', () => {
  const document = { layers: [{ kind: 'dense' }, { function: { slope: 1 } }], bug: { kind: 'sign' } };

  test('is written as the core writes it', () => {
    expect(pathParts('layers[1].function.slope')).toEqual(['layers', 1, 'function', 'slope']);
    expect(valueAt(document, 'layers[1].function.slope')).toBe(1);
    expect(valueAt(document, 'layers[7].units')).toBeUndefined();
  });

  test('gets another value, or none at all, in a copy', () => {
    expect(withValue(document, 'layers[1].function.slope', 2).layers[1]).toEqual({ function: { slope: 2 } });
    expect(Object.keys(withValue(document, 'bug', undefined))).toEqual(['layers']);
    expect(document.layers[1]).toEqual({ function: { slope: 1 } });
  });
});
