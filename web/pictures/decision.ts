/** Which class an output means: the larger one, or for a single output the side of the middle. */
import type { Scene } from '../worker/protocol';

/** The range of outputs that pictures show, as the loss's targets define it for classes and the data for a regression. */
export function outputRange(scene: Scene): { low: number; high: number } {
  const { data, experiment } = scene;
  if (data.classes > 0) return { low: experiment.loss.targets === 'plusMinusOne' ? -1 : 0, high: 1 };
  let [low, high] = [Infinity, -Infinity];
  for (const target of data.y) [low, high] = [Math.min(low, target), Math.max(high, target)];
  if (!(high > low)) return { low: -1, high: 1 };
  // Around zero the scale is symmetric: its paper colour then means zero.
  const size = Math.max(-low, high);
  return low < 0 && high > 0 ? { low: -size, high: size } : { low, high };
}

/** The class that the outputs of a row mean; −1 where they are not numbers or the task has no classes. */
export function predictedClass(scene: Scene, predictions: Float32Array, row: number): number {
  const { outputs, classes } = scene.data;
  if (classes === 0 || predictions.length < (row + 1) * outputs) return -1;
  const first = predictions[row * outputs];
  if (outputs === 1) {
    const { low, high } = outputRange(scene);
    return Number.isNaN(first) ? -1 : first > (low + high) / 2 ? 1 : 0;
  }
  let best = 0;
  for (let k = 1; k < outputs; k++) {
    if (predictions[row * outputs + k] > predictions[row * outputs + best]) best = k;
  }
  return Number.isNaN(first) ? -1 : best;
}

/** Whether the network takes this row for a class that it is not; false without predictions and for regressions. */
export function isWrong(scene: Scene, predictions: Float32Array, row: number): boolean {
  if (scene.data.classes === 0 || predictions.length === 0) return false;
  return predictedClass(scene, predictions, row) !== scene.data.y[row];
}

/** Rows that the network gets wrong, by part: training, validation, test. */
export function countWrong(scene: Scene, predictions: Float32Array): [number, number, number] {
  const wrong: [number, number, number] = [0, 0, 0];
  for (let row = 0; row < scene.data.rows; row++) {
    if (isWrong(scene, predictions, row)) wrong[scene.data.part[row]]++;
  }
  return wrong;
}
