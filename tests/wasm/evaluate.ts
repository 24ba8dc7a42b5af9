/** The value of an expression of the core for its numbers: the test's own arithmetic, which the page has no need of. */
import type { Expression } from '../../web/microscope/expression';
import { symbolsOf } from '../../web/microscope/expression';
import type { Numbers } from '../../web/microscope/typeset';

const operations: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  '=': (a, b) => Number(a === b),
};

const functions: Record<string, (...x: number[]) => number> = {
  exp: Math.exp,
  ln: Math.log,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sign: Math.sign,
  tanh: Math.tanh,
  erf: errorFunction,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  min: Math.min,
  max: Math.max,
  where: (condition, then, otherwise) => (condition ? then : otherwise),
};

/** erf by its series, exact enough for |x| < 6. */
function errorFunction(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; n < 200; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

const gatherings: Record<string, (values: number[]) => number> = {
  sum: (values) => values.reduce((a, b) => a + b, 0),
  mean: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  greatest: (values) => Math.max(...values),
  variance: (values) => {
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  },
};

export function evaluate(tree: Expression, numbers: Numbers, place = 0): number {
  switch (tree.kind) {
    case 'number':
      return tree.value;
    case 'symbol': {
      if (tree.name === 'pi') return Math.PI;
      const list = numbers.lists.get(tree.name);
      const value = numbers.constants.get(tree.name) ?? (list?.length === 1 ? list[0] : list?.[place]);
      if (value === undefined) throw new Error(`Nothing is known of ${tree.name}.`);
      return value;
    }
    case 'negative':
      return -evaluate(tree.of, numbers, place);
    case 'operation':
      return operations[tree.operator](evaluate(tree.left, numbers, place), evaluate(tree.right, numbers, place));
    case 'call': {
      const gather = gatherings[tree.name];
      if (!gather) return functions[tree.name](...tree.arguments.map((each) => evaluate(each, numbers, place)));
      const [body] = tree.arguments;
      const length = Math.max(1, ...symbolsOf(body).map((name) => numbers.lists.get(name)?.length ?? 1));
      return gather(Array.from({ length }, (_, i) => evaluate(body, numbers, i)));
    }
  }
}
