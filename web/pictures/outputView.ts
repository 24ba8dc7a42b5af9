/** What the output map is drawn from: the view, its axes, and the value under the probe. */
import type { Frame, Scene } from '../worker/protocol';
import { outputRange } from './decision';
import { textScale } from './draw';
import type { Plot } from './fieldPainter';
import { shortNumber } from './number';
import { mapPlane } from './plane';
import { niceCeiling, type Axis } from './scale';
import type { Theme } from './theme.svelte';
import { unitOffset, type UnitId } from './unit';

/** Everything that one drawing of the map depends on. */
export interface OutputView {
  scene: Scene;
  frame: Frame | null;
  unit: UnitId | null;
  /** Of several outputs of a regression, the one that is shown. */
  output?: number;
  /** The axes are named by controls that stand over the map. */
  unnamed?: boolean;
  showTest: boolean;
  showValidation: boolean;
  discretize: boolean;
  /** Where the reader probes, in the units of the inputs; null for nowhere. */
  probe: { x: number; y: number } | null;
  theme: Theme;
}

/** The axes of the map: x to the right, y upwards. */
export interface MapAxes {
  plot: Plot;
  x: Axis;
  y: Axis;
  xName: string;
  yName: string;
}

const gutter = { left: 36, right: 6, top: 2, bottom: 21 };

/** Range of values that the map shows for a unit: ±1, or more where its field leaves that. */
export function unitRange(view: OutputView): { low: number; high: number } {
  const { scene, frame, unit } = view;
  if (unit === null || !frame) return outputRange(scene);
  const count = scene.data.inputs === 1 ? frame.unitSize : frame.unitSize ** 2;
  const start = unitOffset(scene, unit) * count;
  let most = 1;
  for (let i = start; i < start + count; i++) most = Math.max(most, Math.abs(frame.unitFields[i]) || 0);
  const size = niceCeiling(most);
  return { low: -size, high: size };
}

function curveRange(view: OutputView): { low: number; high: number } {
  const range = unitRange(view);
  const room = (range.high - range.low) * 0.12;
  return { low: range.low - room, high: range.high + room };
}

type Ends = Pick<Axis, 'low' | 'high'>;

/** The largest square plot with these axes in a picture of this size. */
export function squareAxes(horizontal: Ends, vertical: Ends, width: number, height: number, theme: Theme): MapAxes {
  const scale = textScale(theme);
  const [start, bottom] = [gutter.left * scale, gutter.bottom * scale];
  const side = Math.max(10, Math.floor(Math.min(width - start - gutter.right, height - gutter.top - bottom)));
  const left = Math.round((width - side - start - gutter.right) / 2 + start);
  const plot = { x: left, y: gutter.top, side };
  return {
    plot,
    x: { ...horizontal, logarithmic: false, from: plot.x, to: plot.x + side },
    y: { ...vertical, logarithmic: false, from: plot.y + side, to: plot.y },
    xName: 'x',
    yName: 'y',
  };
}

/** Places the largest square plot with its axes into a picture of this size. */
export function mapAxes(view: OutputView, width: number, height: number): MapAxes {
  const { x, y, xName, yName } = mapPlane(view.scene, view.frame, view.output);
  const vertical = view.scene.data.inputs === 1 ? curveRange(view) : y;
  return { ...squareAxes(x, vertical, width, height, view.theme), xName, yName };
}

/** Value of the map at the probe, as the core has sampled it at the nearest point of the grid; NaN without a map. */
export function probedValue(view: OutputView, axes: MapAxes, output = 0): number {
  const { scene, frame, unit, probe } = view;
  if (!frame || !probe) return NaN;
  const size = unit ? frame.unitSize : frame.outputSize;
  const values = unit ? frame.unitFields : frame.outputField;
  const place = (axis: Axis, value: number) =>
    Math.max(0, Math.min(size - 1, Math.floor(((value - axis.low) / (axis.high - axis.low)) * size)));
  const column = place(axes.x, probe.x);
  const index = unit ? unitOffset(scene, unit) : output;
  if (scene.data.inputs === 1) return values[index * size + column];
  return values[index * size * size + (size - 1 - place(axes.y, probe.y)) * size + column];
}

/** Outputs that a line has room for: of many classes those with the largest values, of numbers the first. */
function mostLikely(view: OutputView, axes: MapAxes, outputs: number): number[] {
  const all = Array.from({ length: outputs }, (_, k) => k);
  if (outputs <= 4 || view.scene.data.classes === 0) return all.slice(0, 4);
  return all.sort((a, b) => probedValue(view, axes, b) - probedValue(view, axes, a)).slice(0, 3);
}

/** What stands at the probe, as one line. */
export function probeText(view: OutputView, axes: MapAxes): string {
  const { scene, unit, probe } = view;
  if (!probe) return '';
  const place = [`${axes.xName} ${shortNumber(probe.x)}`];
  if (scene.data.inputs > 1) place.push(`${axes.yName} ${shortNumber(probe.y)}`);
  const outputs = unit ? 1 : scene.data.outputs;
  const values = mostLikely(view, axes, outputs).map((k) => {
    const name = outputs > 1 ? `${scene.data.classNames[k] ?? `ŷ${k + 1}`} ` : '';
    return name + shortNumber(probedValue(view, axes, k));
  });
  return `${place.join(', ')} → ${values.join(', ')}`;
}
