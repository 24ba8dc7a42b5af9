/** What `formulasPlugin.ts` makes while the page is built. */
declare module 'virtual:formulas' {
  /** A text, or an element of MathML. */
  export type MathTree = string | { tag: string; attributes: Record<string, string>; children: MathTree[] };

  /** Every formula of the catalog by its TeX, line by line. */
  export const formulas: Record<string, MathTree[]>;
}
