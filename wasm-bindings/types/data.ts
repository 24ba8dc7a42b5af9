/** The data of an experiment, and files of data. */
/** The data of a configured run, after preprocessing; rows in order of the data set. */
export interface DataView {
  rows: number;
  inputs: number;
  outputs: number;
  /** 0 for regression. */
  classes: number;
  picture: 'plane' | 'curve' | 'table' | 'images' | 'none';
  /** [height, width] for images, otherwise empty. */
  imageShape: number[];
  inputNames: string[];
  classNames: string[];
  /** Names of the network's inputs: `inputNames`, unless preprocessing mixes inputs or adds some. */
  features: string[];
  /** Of a file: rows left out, and cells filled with their column's mean, because something was missing. */
  droppedRows: number;
  filledCells: number;
  /** rows × inputs, as pictures show them: preprocessed as far as every input stays by itself. */
  x: Float32Array;
  /** rows × inputs, before preprocessing. */
  raw: Float32Array;
  /** Class number by row, or for regression rows × outputs targets. */
  y: Float32Array;
  /** 0 training, 1 validation, 2 test. */
  part: Uint8Array;
  /** By input: the range that pictures show, in units of `x`. */
  domain: { low: number; high: number }[];
}

/** How a CSV table was written. */
export interface CsvFormat {
  header: 'recognized' | 'present' | 'absent';
  separator: 'recognized' | 'comma' | 'semicolon' | 'tab';
  decimal: 'recognized' | 'point' | 'comma';
}

/** What a person must know of a table to choose columns; its format is as told or recognized. */
export interface CsvReport extends CsvFormat {
  rows: number;
  /** Numbers have a comma that may stand between thousands: they count as text until `decimal` is told. */
  ambiguousComma: boolean;
  /** Columns whose name had to be changed: it was empty, long or there twice. */
  renamed: number;
  /** `distinct` stops one above the limit of classes; `examples` are short and safe to show as text. */
  columns: {
    name: string;
    type: 'number' | 'text' | 'empty';
    missing: number;
    distinct: number;
    examples: string[];
  }[];
  /** The first cells of the first rows, short and safe to show as text. */
  beginning: string[][];
  /** The knobs of kind `csv` that fit best. */
  suggestion: {
    labelColumn: number;
    inputColumns: number[];
    task: 'classification' | 'regression';
    classes?: number;
  };
}

/** What an IDX file holds; `classes` only of labels. */
export interface IdxReport {
  items: number;
  height: number;
  width: number;
  isImages: boolean;
  classes: number;
}
