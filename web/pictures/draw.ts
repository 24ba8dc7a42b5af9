/** Small words of drawing that all pictures share. */
import { css } from './colors';
import type { Theme } from './theme.svelte';

/** Draws a picture of that size, in CSS pixels, on a cleared canvas. */
export type Draw = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/** A context that draws on no canvas makes its own kind of paths. */
export interface OwnPaths {
  newPath(data?: string): Path2D;
}

/** Whether a picture is being written rather than painted: what is kept as pixels is then to be drawn anew. */
export function isWritten(context: unknown): context is OwnPaths {
  return typeof context === 'object' && context !== null && 'newPath' in context;
}

/** A path for this context, empty or as SVG writes it. */
export function pathFor(context: CanvasRenderingContext2D, data = ''): Path2D {
  return isWritten(context) ? context.newPath(data) : new Path2D(data);
}

/** Size of letters that distances between them are made for, in CSS pixels. */
export const textSize = 12;

/** How much larger letters are than usual: what holds them grows with it. */
export const textScale = (theme: Theme): number => theme.textSize / textSize;

/** The font of all letters. `Canvas.svelte` sets it once for each drawing: browsers take long to look a font up. */
export function canvasFont(theme: Theme): string {
  return `${theme.textSize}px ${theme.font}`;
}

/** Sets the colour of the letters that follow. */
export function useText(context: CanvasRenderingContext2D, theme: Theme, soft = true): void {
  context.fillStyle = css(soft ? theme.inkSoft : theme.ink);
}

const knownWidths = new Map<string, number>();
const mostWidths = 2000;

/** The width of a text in the font of the context; remembered, since browsers take long to measure. */
export function textWidth(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font} ${text}`;
  let width = knownWidths.get(key);
  if (width === undefined) {
    if (knownWidths.size >= mostWidths) knownWidths.clear();
    knownWidths.set(key, (width = context.measureText(text).width));
  }
  return width;
}

/** The text, or as much of it as fits into `room` pixels, with an ellipsis. */
export function fittingText(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (textWidth(context, text) <= room) return text;
  let length = text.length;
  while (length > 1 && textWidth(context, `${text.slice(0, length)}…`) > room) length--;
  return `${text.slice(0, length).trimEnd()}…`;
}

/** A straight hairline, laid on whole pixels. */
export function hairline(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  const snap = (value: number) => Math.round(value) + 0.5;
  context.beginPath();
  context.moveTo(snap(x0), snap(y0));
  context.lineTo(snap(x1), snap(y1));
  context.stroke();
}

/** A small flag on a mast from `top` down to `bottom`; at the right end of the room it flies to the left. */
export function drawFlag(context: CanvasRenderingContext2D, x: number, top: number, bottom: number, end: number): void {
  const tip = x + 9 > end ? x - 9 : x + 9;
  context.beginPath();
  context.moveTo(x, top);
  context.lineTo(tip, top + 4);
  context.lineTo(x, top + 8);
  context.fill();
  context.fillRect(Math.round(x), top, 1, bottom - top);
}
