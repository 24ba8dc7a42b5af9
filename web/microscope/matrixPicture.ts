/** A whole sheet of numbers as a picture and as a table to be saved: on the page only a part of it may be in view. */
import { css } from '../pictures/colors';
import type { Table } from '../pictures/csv';
import { fittingText, useText, type Draw } from '../pictures/draw';
import { shortNumber } from '../pictures/number';
import type { ShownPicture } from '../pictures/shown';
import { theme } from '../pictures/theme.svelte';
import type { Labels } from './names';
import { groundOf, type NumberScale } from './numberScale';
import type { Sheet } from './sheet';

/** More numbers than these are drawn as colours alone. */
const mostWritten = 2000;
const written = { width: 64, height: 24, headWidth: 84, headHeight: 24 };
const plain = { width: 6, height: 6, headWidth: 0, headHeight: 0 };

/** The sheet as a heat map, with numbers and names as long as it is no larger than a person reads. */
export function matrixPicture(sheet: Sheet, labels: Labels, scale: NumberScale): ShownPicture {
  const { rows, columns } = sheet;
  const isWritten = rows * columns <= mostWritten;
  const { width, height, headWidth, headHeight } = isWritten ? written : plain;
  const draw: Draw = (context) => {
    const colors = theme();
    context.textBaseline = 'middle';
    const write = (text: string, right: number, row: number, soft: boolean) => {
      useText(context, colors, soft);
      context.textAlign = 'right';
      context.fillText(fittingText(context, text, width + 14), right - 5, headHeight + (row + 0.5) * height);
    };
    for (let row = 0; row < rows; row++) {
      if (isWritten) write(labels.row(row), headWidth, row, true);
      for (let column = 0; column < columns; column++) {
        const value = sheet.valueAt({ row, column });
        const left = headWidth + column * width;
        context.fillStyle = groundOf(scale, value, colors);
        context.fillRect(left, headHeight + row * height, width, height);
        if (isWritten) write(shortNumber(value), left + width, row, false);
      }
    }
    for (let column = 0; isWritten && column < columns; column++) {
      write(labels.column(column), headWidth + (column + 1) * width, -1, true);
    }
    context.strokeStyle = css(colors.hairline);
    context.strokeRect(headWidth + 0.5, headHeight + 0.5, columns * width - 1, rows * height - 1);
  };
  return { draw, width: headWidth + columns * width, height: headHeight + rows * height };
}

/** All of the sheet's numbers with all of their digits. */
export function matrixTable(sheet: Sheet, labels: Labels): Table {
  const places = (count: number) => Array.from({ length: count }, (_, i) => i);
  const named = (name: string, place: number) => name || String(place + 1);
  return {
    columns: ['', ...places(sheet.columns).map((column) => named(labels.column(column), column))],
    rows: places(sheet.rows).map((row) => [
      named(labels.row(row), row),
      ...places(sheet.columns).map((column) => sheet.valueAt({ row, column })),
    ]),
  };
}
