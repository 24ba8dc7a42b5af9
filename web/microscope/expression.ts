/** Expressions of the core (`core/traceExpressions.h`) taken apart, so that they can be typeset. Nothing is computed. */

export type Operator = '+' | '-' | '*' | '/' | '^' | '<' | '>' | '=';

export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'symbol'; name: string }
  | { kind: 'negative'; of: Expression }
  | { kind: 'operation'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'call'; name: string; arguments: Expression[] };

/** From loosest to tightest; `^` is told apart, it binds to the right. */
const levels: Operator[][] = [
  ['<', '>', '='],
  ['+', '-'],
  ['*', '/'],
];

class Reader {
  #tokens: string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/[A-Za-z][\w.']*|\d+(?:\.\d+)?|[-+*/^()<>=,]/g) ?? [];
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** Everything from this level on. */
  read(level = 0): Expression {
    const operators = levels[level];
    if (!operators) return this.#signed();
    let left = this.read(level + 1);
    while (operators.includes(this.#next as Operator)) {
      const operator = this.#take() as Operator;
      left = { kind: 'operation', operator, left, right: this.read(level + 1) };
    }
    return left;
  }

  get #next(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #take(): string {
    const token = this.#next;
    this.#at++;
    return token;
  }

  #expect(token: string): void {
    if (this.#take() !== token) throw new Error(`An expression of the core lacks "${token}".`);
  }

  /** A sign is weaker than a power: −x² is −(x²). */
  #signed(): Expression {
    if (this.#next !== '-') return this.#power();
    this.#take();
    return { kind: 'negative', of: this.#signed() };
  }

  #power(): Expression {
    const base = this.#atom();
    if (this.#next !== '^') return base;
    this.#take();
    return { kind: 'operation', operator: '^', left: base, right: this.#signed() };
  }

  #atom(): Expression {
    const token = this.#take();
    if (token === '(') {
      const inner = this.read();
      this.#expect(')');
      return inner;
    }
    if (/^\d/.test(token)) return { kind: 'number', value: Number(token) };
    if (!/^[A-Za-z]/.test(token)) throw new Error(`An expression of the core holds "${token}" where a value belongs.`);
    if (this.#next !== '(') return { kind: 'symbol', name: token };
    return { kind: 'call', name: token, arguments: this.#list() };
  }

  #list(): Expression[] {
    const list: Expression[] = [];
    for (let mark = this.#take(); mark !== ')'; mark = this.#take()) {
      if (mark !== '(' && mark !== ',') throw new Error(`An expression of the core holds "${mark}" within a list.`);
      list.push(this.read());
    }
    return list;
  }
}

/** The tree of an expression. */
export function parseExpression(text: string): Expression {
  const reader = new Reader(text);
  const tree = reader.read();
  if (!reader.done) throw new Error(`The expression of the core goes on where it should end: ${text}`);
  return tree;
}

/** These run over all operands that a symbol stands for. */
const gathering = new Set(['sum', 'mean', 'variance', 'greatest']);

export function gathers(tree: Expression): tree is Extract<Expression, { kind: 'call' }> {
  return tree.kind === 'call' && gathering.has(tree.name);
}

/** The symbols that a gathering around this tree runs over: those inside another one belong to that one. */
export function symbolsOf(tree: Expression): string[] {
  switch (tree.kind) {
    case 'number':
      return [];
    case 'symbol':
      return [tree.name];
    case 'negative':
      return symbolsOf(tree.of);
    case 'operation':
      return [...symbolsOf(tree.left), ...symbolsOf(tree.right)];
    case 'call':
      return gathering.has(tree.name) ? [] : tree.arguments.flatMap(symbolsOf);
  }
}

/** Every symbol in the tree. */
export function everySymbol(tree: Expression): string[] {
  switch (tree.kind) {
    case 'number':
      return [];
    case 'symbol':
      return [tree.name];
    case 'negative':
      return everySymbol(tree.of);
    case 'operation':
      return [...everySymbol(tree.left), ...everySymbol(tree.right)];
    case 'call':
      return tree.arguments.flatMap(everySymbol);
  }
}
