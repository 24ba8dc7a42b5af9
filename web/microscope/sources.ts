/** The numbers, and the matrices, that a number was computed from. */
import type { TraceAddress, TraceOrigins, TraceQuantity } from '../../wasm-bindings/types';
import { everySymbol, parseExpression } from './expression';
import type { Step } from './operations';
import type { Cell } from './sheet';

/** The operands that stand in the expression; all where there is none. Others only could: a decay of zero drops out. */
export function operandsOf(origins: TraceOrigins): TraceOrigins['operands'] {
  if (origins.expression === '') return origins.operands;
  const symbols = new Set([...everySymbol(parseExpression(origins.expression)), 'joined']);
  return origins.operands.filter(({ symbol }) => symbols.has(symbol));
}

export interface Source {
  matrix: TraceQuantity;
  /** The numbers of it that take part. */
  cells: Cell[];
}

/** In the order in which the operands name them; the matrix of the number itself is left out. */
export function sourcesOf(step: Step, of: TraceAddress, operands: TraceOrigins['operands']): Source[] {
  const sources = new Map<TraceQuantity, Cell[]>();
  for (const { layer, quantity, row, column } of operands) {
    const matrix = step.find(layer, quantity);
    if (!matrix || matrix === step.find(of.layer, of.quantity)) continue;
    const cells = sources.get(matrix);
    if (cells) cells.push({ row, column });
    else sources.set(matrix, [{ row, column }]);
  }
  return [...sources].map(([matrix, cells]) => ({ matrix, cells }));
}
