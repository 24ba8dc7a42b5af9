/** The plane that the output map lies in: two inputs, one input and its output, or the principal components of a table. */
import type { Frame, Scene } from '../worker/protocol';
import { percent } from './number';
import type { Axis } from './scale';

type Ends = Pick<Axis, 'low' | 'high'>;

/** Axes of a map, and where the rows of the data stand on them. */
export interface MapPlane {
  x: Ends;
  y: Ends;
  xName: string;
  yName: string;
  /** In the units of the axes; with one input y is the target. */
  placeOf(row: number): [x: number, y: number];
}

/** Stands for both inputs where the plane is that of the principal components. */
export const principal = -1;

/** Whether these inputs stand for the principal plane. */
export function isPrincipal(inputX: number, inputY: number): boolean {
  return inputX === principal && inputY === principal;
}

const unknown: Ends = { low: -1, high: 1 };

function principalMapPlane({ plane }: Scene): MapPlane {
  const name = (axis: number) => `PC ${axis + 1} (${percent(plane?.share[axis] ?? NaN)})`;
  const places = plane?.places ?? [];
  return {
    x: plane?.domain[0] ?? unknown,
    y: plane?.domain[1] ?? unknown,
    xName: name(0),
    yName: name(1),
    placeOf: (row) => [places[row * 2] ?? NaN, places[row * 2 + 1] ?? NaN],
  };
}

/** The plane of this frame; `output` is that of a regression whose targets stand upwards over one input. */
export function mapPlane(scene: Scene, frame: Frame | null, output = 0): MapPlane {
  const { data } = scene;
  const [inputX, inputY] = [frame?.inputX ?? 0, frame?.inputY ?? 1];
  if (isPrincipal(inputX, inputY)) return principalMapPlane(scene);
  const target = (row: number) => data.y[data.classes > 0 ? row : row * data.outputs + output];
  return {
    x: data.domain[inputX] ?? unknown,
    y: data.domain[inputY] ?? unknown,
    xName: data.inputNames[inputX] ?? '',
    yName: data.inputs === 1 ? 'y' : (data.inputNames[inputY] ?? ''),
    placeOf: (row) => [
      data.x[row * data.inputs + inputX],
      data.inputs === 1 ? target(row) : data.x[row * data.inputs + inputY],
    ],
  };
}
