/** One step taken apart. */
/**
 * One matrix of a traced step; `core/trace.h` lists the names. Rows × columns: the last extent of the shape counts the
 * columns, the others together the rows. Layer −1 stands for the whole network.
 */
export interface TraceQuantity {
  layer: number;
  name: string;
  shape: number[];
  values: Float64Array;
}

/** Which number of a trace. */
export interface TraceAddress {
  layer: number;
  quantity: string;
  row: number;
  column: number;
}

/** What a number of a trace was computed from, and how. */
export interface TraceOrigins {
  value: number;
  /** Family, kind and quantity, as in `layers.dense.output`; empty where the number was given to the step. */
  formula: string;
  /** As `core/traceExpressions.h` writes it, such as `sum(weight * input) + bias`; empty where none tells it. */
  expression: string;
  /** Symbols of the expression that are no numbers of the trace: knobs, counts. */
  constants: { symbol: string; value: number }[];
  /** How many operands there are; of more than 4096 the first and the last 16 are listed. */
  count: number;
  /** Sums of products list their factors in turn. Operands of one symbol are run over in this order. */
  operands: (TraceAddress & { symbol: string; value: number })[];
}
