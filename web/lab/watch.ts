/** What each frame should hold, so that the pictures of this run can be drawn: no more than is seen. */
import type { EdgeKind } from '../pictures/edges';
import { networkColumns } from '../pictures/networkColumns';
import type { Scene, Watch } from '../worker/protocol';

interface Looks {
  inputX: number;
  inputY: number;
  row: number;
  edges: EdgeKind;
}

/** Sides of heat maps by what the network can afford: large ones would slow the training down. */
function sides(units: number, parameters: number): { unitSize: number; outputSize: number } {
  return {
    unitSize: units <= 40 ? 32 : units <= 160 ? 20 : 12,
    outputSize: parameters <= 2000 ? 100 : parameters <= 20_000 ? 64 : 40,
  };
}

export function watchFor(scene: Scene, { inputX, inputY, row, edges }: Looks): Watch {
  const { picture, inputs } = scene.data;
  // A surface has no units and no rows.
  if (scene.experiment.objective) {
    return { unitSize: 0, outputSize: 0, inputX: 0, inputY: 1, predictions: false, row: -1 };
  }
  const units = networkColumns(scene).reduce((sum, column) => sum + column.units, 0);
  const parameters = scene.layers.reduce((sum, layer) => sum + layer.parameters, 0);
  const drawsPlane = picture !== 'images' && picture !== 'none';
  const { unitSize, outputSize } = sides(units, parameters);
  return {
    unitSize: drawsPlane ? (inputs === 1 ? 64 : unitSize) : 0,
    outputSize: drawsPlane ? (inputs === 1 ? 200 : outputSize) : 0,
    inputX,
    inputY,
    predictions: true,
    row,
    marks: true,
    ahead: edges !== 'weights',
  };
}
