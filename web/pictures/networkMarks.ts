/** What stands around the units of a network: borders, names, sieves, the arcs of shortcuts. */
import { css, tableColor } from './colors';
import { fittingText, textSize, useText } from './draw';
import { tileLimit, type NetworkView } from './networkView';
import type { Box, PlacedColumn } from './networkLayout';
import { sieveAmount } from './networkTexts';
import { wholeColumn } from './networkWalk';
import { sameUnit } from './unit';
import { isDead, isDropped } from './unitMarks';

/** A line around all tiles of a column. */
export function outline(context: CanvasRenderingContext2D, column: PlacedColumn, color: string): void {
  const [first, last] = [column.boxes[0], column.boxes.at(-1)];
  if (!last) return;
  context.strokeStyle = color;
  context.lineWidth = 1;
  const [width, height] = [last.x + last.width - first.x, last.y + last.height - first.y];
  context.strokeRect(first.x - 0.5, first.y - 0.5, width + 1, height + 1);
}

/** Smaller tiles stand without borders, which would be all that is seen of them. */
const framedTile = 12;

/** Border, bias mark and, for the unit in focus, a ring. */
export function drawFrameOf(
  context: CanvasRenderingContext2D,
  view: NetworkView,
  column: PlacedColumn,
  box: Box,
  unit: number,
): void {
  const { theme, frame } = view;
  const selected = sameUnit(view.focus, { layer: column.layer, unit });
  if (!column.image && box.width >= framedTile) {
    context.strokeStyle = css(theme.inkSoft);
    context.lineWidth = 1;
    context.strokeRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
    const bias = column.bias && frame ? frame.parameters[column.bias.offset + unit] : NaN;
    if (Number.isFinite(bias) && box.width >= 18 && !column.folded) {
      context.fillStyle = tableColor(theme.diverging, bias, -tileLimit, tileLimit);
      context.fillRect(box.x - 4, box.y + box.height - 3, 7, 7);
      context.strokeRect(box.x - 4.5, box.y + box.height - 3.5, 8, 8);
    }
  }
  if (!selected) return;
  context.strokeStyle = css(theme.paper);
  context.lineWidth = 2;
  context.strokeRect(box.x - 2, box.y - 2, box.width + 4, box.height + 4);
  context.strokeStyle = css(theme.ink);
  context.lineWidth = view.pinned ? 3 : 2;
  context.strokeRect(box.x - 4, box.y - 4, box.width + 8, box.height + 8);
}

/** A dagger on dead tiles; a dark cover over those that dropout has silenced in the last step. */
export function drawUnitMarks(
  context: CanvasRenderingContext2D,
  view: NetworkView,
  column: PlacedColumn,
  next: PlacedColumn | undefined,
): void {
  const { scene, frame, theme } = view;
  column.boxes.forEach((box, tile) => {
    if (view.showDropped && isDropped(scene, frame, column, next, tile)) {
      context.fillStyle = css(theme.ink, 0.78);
      context.fillRect(box.x, box.y, box.width, box.height);
    }
    if (box.width < framedTile || !isDead(scene, frame, column, tile)) return;
    const side = Math.min(16, box.width);
    context.fillStyle = css(theme.paper, 0.9);
    context.fillRect(box.x + box.width - side, box.y, side, side);
    useText(context, theme, false);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText('†', box.x + box.width - side / 2, box.y + side / 2 + 1);
  });
}

/** A thin, dotted sieve: what passes here is changed while training; below it how much. */
export function drawSieve(context: CanvasRenderingContext2D, view: NetworkView, column: PlacedColumn): void {
  const { theme } = view;
  const [box] = column.boxes;
  const text = sieveAmount(view.layers[column.layer]);
  const height = box.height - (text ? textSize + 4 : 0);
  context.fillStyle = css(theme.paper, 0.9);
  context.fillRect(box.x, box.y, box.width, height);
  context.strokeStyle = css(theme.inkSoft);
  context.lineWidth = 1;
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, height - 1);
  context.fillStyle = css(theme.inkSoft);
  for (let y = box.y + 7, i = 0; y < box.y + height - 4; y += 9, i++) {
    context.beginPath();
    context.arc(box.x + box.width / 2, y, i % 3 === 1 ? 1 : 2.5, 0, 2 * Math.PI);
    context.fill();
  }
  if (!text) return;
  useText(context, theme);
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(text, box.x + box.width / 2, box.y + box.height);
}

/** Arcs below the columns: from where an output is taken to where it is added. */
export function drawShortcuts(context: CanvasRenderingContext2D, view: NetworkView): void {
  const { layout, theme } = view;
  const end = (column: PlacedColumn) => {
    const { x, y, width, height } = wholeColumn(column);
    return { x: x + width / 2, y: y + height + 5 };
  };
  context.strokeStyle = css(theme.inkSoft);
  context.fillStyle = css(theme.inkSoft);
  context.lineWidth = 1.5;
  for (const { from, to } of layout.shortcuts) {
    const [a, b] = [end(from), end(to)];
    const bottom = layout.height - 2;
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.bezierCurveTo(a.x, bottom, a.x, bottom, (a.x + b.x) / 2, bottom);
    context.bezierCurveTo(b.x, bottom, b.x, bottom, b.x, b.y + 5);
    context.stroke();
    context.beginPath();
    context.moveTo(b.x - 4, b.y + 6);
    context.lineTo(b.x + 4, b.y + 6);
    context.lineTo(b.x, b.y - 1);
    context.fill();
  }
}

function hasRoomForNames({ image, maps, folded, boxes }: PlacedColumn): boolean {
  return !image && !maps && !folded && (boxes.length < 2 || boxes[1].y - boxes[0].y >= textSize);
}

/** Names beside the inputs and the outputs, where there is room. */
export function drawLabels(context: CanvasRenderingContext2D, view: NetworkView): void {
  const { scene, layout, theme } = view;
  useText(context, theme, false);
  context.textBaseline = 'middle';
  const inputs = layout.columns[0];
  if (layout.inputLabels > 0 && hasRoomForNames(inputs)) {
    context.textAlign = 'right';
    inputs.boxes.forEach((box, unit) => {
      const name = fittingText(context, scene.data.features[unit] ?? '', layout.inputLabels - 8);
      context.fillText(name, box.x - 8, box.y + box.height / 2);
    });
  }
  const outputs = layout.columns.find((column) => column.kind === 'output');
  if (layout.outputLabels === 0 || !outputs || !hasRoomForNames(outputs)) return;
  context.textAlign = 'left';
  outputs.boxes.forEach((box, unit) => {
    const name = outputs.units === 1 ? 'ŷ' : (scene.data.classNames[unit] ?? `ŷ${unit + 1}`);
    context.fillText(
      fittingText(context, name, layout.outputLabels - 6),
      box.x + box.width + 8,
      box.y + box.height / 2,
    );
  });
}
