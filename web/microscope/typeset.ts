/**
 * Expressions as MathML: in symbols, or with the numbers that the core gives for them. A long sum shows its first terms
 * and its last. Only places are counted here; every number is the core's.
 */
import type { MathTree } from 'virtual:formulas';
import { shortNumber } from '../pictures/number';
import type { TraceOrigins } from '../../wasm-bindings/types';
import { gathers, symbolsOf, type Expression } from './expression';
import { element, letter, sign, symbolSign } from './symbols';

/** What symbols stand for. */
export interface Numbers {
  /** By symbol: the values that it runs over. */
  lists: Map<string, number[]>;
  constants: Map<string, number>;
}

export interface Words {
  if: string;
  otherwise: string;
}

/** The numbers of an answer of the core, by symbol. */
export function numbersOf(origins: TraceOrigins): Numbers {
  const lists = new Map<string, number[]>();
  for (const { symbol, value } of origins.operands) {
    const list = lists.get(symbol);
    if (list) list.push(value);
    else lists.set(symbol, [value]);
  }
  return { lists, constants: new Map(origins.constants.map(({ symbol, value }) => [symbol, value])) };
}

const mostTerms = 4;
const shownAtFirst = 3;
const ellipsis = sign('⋯');

/** How tightly an expression holds together: what is looser than its surroundings stands in parentheses. */
function tightness(tree: Expression): number {
  if (tree.kind === 'negative') return 1;
  if (tree.kind === 'operation')
    return { '<': 0, '>': 0, '=': 0, '+': 1, '-': 1, '*': 2, '/': 4, '^': 3 }[tree.operator];
  if (tree.kind === 'call') return tree.name === 'sum' || tree.name === 'mean' ? 1 : tree.name === 'exp' ? 3 : 4;
  return 4;
}

const row = (...children: MathTree[]): MathTree => element('mrow', ...children);
/** A sign that stands between two values, even where a new line begins with it. */
const between = (text: string): MathTree => ({ tag: 'mo', attributes: { form: 'infix' }, children: [text] });
const inParentheses = (tree: MathTree): MathTree => row(sign('('), tree, sign(')'));
/** Functions that are written by a letter; the others by their name. */
const functionSigns: Record<string, string> = { sigmoid: 'σ' };

/** One of the two writings of an expression. */
abstract class Typesetter {
  constructor(protected readonly words: Words) {}

  protected abstract symbol(name: string, place: number | null, first: boolean): MathTree;
  protected abstract gathered(tree: Extract<Expression, { kind: 'call' }>, place: number | null): MathTree;

  /** `place`: which of the numbers that symbols run over; `first`: nothing stands before it that a sign could touch. */
  write(tree: Expression, place: number | null = null, first = true): MathTree {
    switch (tree.kind) {
      case 'number':
        return element('mn', shortOrWhole(tree.value));
      case 'symbol':
        return this.symbol(tree.name, place, first);
      case 'negative': {
        const whole = row(sign('−'), this.#within(tree.of, 2, place, false));
        return first ? whole : inParentheses(whole);
      }
      case 'operation':
        return this.#operation(tree, place, first);
      case 'call':
        return gathers(tree) ? this.gathered(tree, place) : this.#call(tree, place);
    }
  }

  #within(tree: Expression, least: number, place: number | null, first: boolean): MathTree {
    return tightness(tree) < least ? inParentheses(this.write(tree, place)) : this.write(tree, place, first);
  }

  #operation(tree: Extract<Expression, { kind: 'operation' }>, place: number | null, first: boolean): MathTree {
    const { operator, left, right } = tree;
    if (operator === '/') return element('mfrac', this.write(left, place), this.write(right, place));
    if (operator === '^') return element('msup', this.#within(left, 4, place, false), this.write(right, place));
    if (operator === '*')
      return row(this.#within(left, 2, place, first), sign('⋅'), this.#within(right, 2, place, false));
    const isSum = operator === '+' || operator === '-';
    const second = this.#within(right, operator === '-' ? 2 : 1, place, !isSum);
    return row(this.#within(left, 1, place, first), sign(operator === '-' ? '−' : operator), second);
  }

  #call(tree: Extract<Expression, { kind: 'call' }>, place: number | null): MathTree {
    const [one, two, three] = tree.arguments;
    const list = tree.arguments.map((each) => this.write(each, place));
    const [a = row(), b = row(), c = row()] = list;
    if (!one) return row();
    if (tree.name === 'exp') return element('msup', letter('e'), a);
    if (tree.name === 'sqrt') return element('msqrt', a);
    if (tree.name === 'abs') return row(sign('|'), a, sign('|'));
    if (tree.name === 'where' && two && three) return cases(a, b, c, this.words);
    return row(letter(functionSigns[tree.name] ?? tree.name), inParentheses(commas(list)));
  }

  /** In pieces between which a line may break: the terms of the outermost sum. */
  pieces(tree: Expression): MathTree[] {
    if (tree.kind === 'operation' && (tree.operator === '+' || tree.operator === '-')) {
      const least = tree.operator === '-' ? 2 : 1;
      const [lead, ...others] =
        least > tightness(tree.right) ? [inParentheses(this.write(tree.right))] : this.piecesAfter(tree.right);
      const mark = between(tree.operator === '-' ? '−' : '+');
      return [...this.pieces(tree.left), row(mark, lead ?? row()), ...others];
    }
    return this.piecesOf(tree, true);
  }

  protected piecesAfter(tree: Expression): MathTree[] {
    return this.piecesOf(tree, false);
  }

  protected piecesOf(tree: Expression, first: boolean): MathTree[] {
    return [this.write(tree, null, first)];
  }
}

function shortOrWhole(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e5 ? String(value).replace('-', '−') : shortNumber(value);
}

function commas(list: MathTree[]): MathTree {
  return row(...list.flatMap((each, i) => (i === 0 ? [each] : [sign(','), each])));
}

function cases(condition: MathTree, then: MathTree, otherwise: MathTree, words: Words): MathTree {
  const line = (value: MathTree, ...when: MathTree[]) =>
    element('mtr', element('mtd', value), element('mtd', row(...when)));
  const text = (word: string) => element('mtext', `\u2002${word}\u2002`);
  return row(
    sign('{'),
    element('mtable', line(then, text(words.if), condition), line(otherwise, text(words.otherwise))),
  );
}

class Symbols extends Typesetter {
  constructor(
    private readonly numbers: Numbers,
    words: Words,
  ) {
    super(words);
  }

  protected symbol(name: string, place: number | null): MathTree {
    return symbolSign(name, place !== null && (this.numbers.lists.get(name)?.length ?? 0) > 1 ? 'i' : '');
  }

  protected gathered({ name, arguments: [body] }: Extract<Expression, { kind: 'call' }>): MathTree {
    if (!body) return row();
    const inner = tightness(body) < 2 ? inParentheses(this.write(body, 0)) : this.write(body, 0);
    const sum = row(element('munder', sign('∑'), letter('i')), inner);
    if (name === 'sum') return sum;
    if (name === 'mean') return row(element('mfrac', element('mn', '1'), letter('n')), sum);
    return row(letter(name === 'greatest' ? 'max' : 'Var'), inParentheses(this.write(body, 0)));
  }
}

class WithNumbers extends Typesetter {
  constructor(
    private readonly numbers: Numbers,
    words: Words,
  ) {
    super(words);
  }

  protected symbol(name: string, place: number | null, first: boolean): MathTree {
    const constant = this.numbers.constants.get(name);
    const list = this.numbers.lists.get(name);
    if (constant === undefined && !list) return symbolSign(name);
    const value = constant ?? (list && list.length > 1 ? list[place ?? 0] : list?.[0]) ?? Number.NaN;
    const number = element('mn', shortOrWhole(value));
    return value < 0 && !first ? inParentheses(number) : number;
  }

  #length(body: Expression): number {
    return Math.max(1, ...symbolsOf(body).map((name) => this.numbers.lists.get(name)?.length ?? 1));
  }

  /** The places that are shown of so many; null stands for those left out. */
  #places(body: Expression): (number | null)[] {
    const length = this.#length(body);
    const all = [...Array(Math.min(length, mostTerms)).keys()];
    return length <= mostTerms ? all : [...all.slice(0, shownAtFirst), null, length - 1];
  }

  #terms(body: Expression, separator: string, first = true): MathTree[] {
    const isSum = separator === '+';
    return this.#places(body).map((place, i) => {
      const term = place === null ? ellipsis : this.write(body, place, !isSum || (i === 0 && first));
      const held = isSum && i > 0 && place !== null && body.kind === 'negative' ? inParentheses(term) : term;
      return i === 0 ? held : row(between(separator), held);
    });
  }

  protected gathered({ name, arguments: [body] }: Extract<Expression, { kind: 'call' }>): MathTree {
    if (!body) return row();
    const isSum = name === 'sum' || name === 'mean';
    const terms = row(...this.#terms(body, isSum ? '+' : ','));
    if (name === 'mean') return element('mfrac', terms, element('mn', shortOrWhole(this.#length(body))));
    if (name === 'sum') return this.#length(body) > 1 ? inParentheses(terms) : terms;
    return row(letter(name === 'greatest' ? 'max' : 'Var'), inParentheses(terms));
  }

  protected override piecesOf(tree: Expression, first: boolean): MathTree[] {
    const [body] = gathers(tree) && tree.name === 'sum' ? tree.arguments : [];
    return body ? this.#terms(body, '+', first) : super.piecesOf(tree, first);
  }
}

/** An expression in symbols, and with its numbers; each in pieces between which a line may break. */
export function typeset(
  tree: Expression,
  numbers: Numbers,
  words: Words,
): { symbols: MathTree[]; numbers: MathTree[] } {
  return { symbols: new Symbols(numbers, words).pieces(tree), numbers: new WithNumbers(numbers, words).pieces(tree) };
}
