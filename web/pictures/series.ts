/** Curves of a whole run at the width of a screen: which series there are, and how long ones are thinned. */
import type { History } from '../../wasm-bindings/types';

/** A curve: of a part's loss or accuracy, of the batch's loss, or of the regularizers' penalty. */
export type SeriesName = 'training' | 'validation' | 'test' | 'batch' | 'penalty';
/** What the curves measure. */
export type Metric = 'loss' | 'accuracy';

/** The values of a series over `history.step`; null where the metric has no such series. */
export function seriesValues(history: History, name: SeriesName, metric: Metric): Float64Array | null {
  if (name === 'batch') return metric === 'loss' ? history.batchLoss : null;
  if (name === 'penalty') return metric === 'loss' ? history.penalty : null;
  const loss = { training: history.trainingLoss, validation: history.validationLoss, test: history.testLoss };
  const accuracy = {
    training: history.trainingAccuracy,
    validation: history.validationAccuracy,
    test: history.testAccuracy,
  };
  return (metric === 'loss' ? loss : accuracy)[name];
}

/** The last value that is a number, or NaN. */
export function lastFinite(values: ArrayLike<number>): number {
  for (let i = values.length - 1; i >= 0; i--) if (Number.isFinite(values[i])) return values[i];
  return NaN;
}

/** A corner of a thinned curve, in pixels. */
export type Corner = readonly [number, number];

/**
 * At most four corners for each whole pixel of x: first, lowest, highest and last value in it. So a peak of one step
 * is never lost, however long the run. Values that are not finite are left out.
 */
export function thinned(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  x: (step: number) => number,
  y: (value: number) => number,
): Corner[] {
  const corners: Corner[] = [];
  let pixel = NaN;
  let bucket: Corner[] = [];
  const flush = () => {
    if (bucket.length <= 4) {
      corners.push(...bucket);
      return;
    }
    let [low, high] = [0, 0];
    bucket.forEach((corner, i) => {
      if (corner[1] < bucket[low][1]) low = i;
      if (corner[1] > bucket[high][1]) high = i;
    });
    const kept = [...new Set([0, Math.min(low, high), Math.max(low, high), bucket.length - 1])];
    corners.push(...kept.map((i) => bucket[i]));
  };
  for (let i = 0; i < steps.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    const corner: Corner = [x(steps[i]), y(values[i])];
    if (!Number.isFinite(corner[1])) continue;
    const place = Math.floor(corner[0]);
    if (place !== pixel) {
      flush();
      [pixel, bucket] = [place, []];
    }
    bucket.push(corner);
  }
  flush();
  return corners;
}

/** Index of the recorded step nearest to `step`; −1 if none is recorded. Steps ascend. */
export function nearestIndex(steps: ArrayLike<number>, step: number): number {
  let [low, high] = [0, steps.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle;
  }
  if (high < 0) return -1;
  return Math.abs(steps[low] - step) <= Math.abs(steps[high] - step) ? low : high;
}
