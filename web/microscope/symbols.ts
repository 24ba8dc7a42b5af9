/** How the symbols of the core's expressions are written; one without a sign of its own is written out. */
import type { MathTree } from 'virtual:formulas';

export const element = (tag: string, ...children: MathTree[]): MathTree => ({ tag, attributes: {}, children });
export const sign = (text: string): MathTree => element('mo', text);
export const letter = (text: string): MathTree => element('mi', text);

const partial = (text: string, index = ''): MathTree =>
  element('mfrac', element('mrow', letter('∂'), letter('C')), element('mrow', letter('∂'), indexed(text, index)));

function indexed(text: string, index: string): MathTree {
  return index ? element('msub', letter(text), letter(index)) : letter(text);
}

const signs: Record<string, string> = {
  weight: 'W',
  bias: 'b',
  input: 'x',
  output: 'y',
  target: 't',
  earlier: 'e',
  drawn: 'd',
  mean: 'μ',
  scale: 's',
  gamma: 'γ',
  beta: 'β',
  slope: 'a',
  classWeight: 'ω',
  sampleWeight: 'w',
  sampleLoss: 'L',
  loss: 'C',
  penalty: 'R',
  p: 'θ',
  stepLength: 'α',
  "direction'": 'd',
  r: 'η',
  next: 'θ′',
  pi: 'π',
  limit: 'c',
  strength: 'λ',
  decay: 'λ',
  "decay'": 'λ′',
  weightDecay: 'λ',
  momentum: 'μ',
  rho: 'ρ',
  epsilon: 'ε',
  alpha: 'α',
  delta: 'δ',
  l1Share: 'α',
  labelSmoothing: 'ε',
  focusing: 'γ',
  balance: 'α',
  condition: 'κ',
  size: 'k',
  largest: 'v̂',
  "largest'": 'v̂′',
  momentumDecay: 'ψ',
};
/** Signs with an index of their own. */
const indices: Record<string, [string, string]> = {
  w0: ['ω', '0'],
  w1: ['ω', '1'],
  beta1: ['β', '1'],
  beta2: ['β', '2'],
  l1: ['λ', '1'],
  l2: ['λ', '2'],
  runningMean: ['μ', 'r'],
  runningVariance: ['σ²', 'r'],
};
/** Derivatives of the loss with respect to these. */
const derivatives: Record<string, string> = {
  outputGradient: 'y',
  joined: 'y',
  'gamma.gradient': 'γ',
  'beta.gradient': 'β',
};

/** The sign of a symbol; `index` marks it as one of many. The second part that a matrix plays carries the same sign. */
export function symbolSign(name: string, index = ''): MathTree {
  const plain = Object.hasOwn(signs, name) || Object.hasOwn(indices, name) ? name : name.replace(/[23]$/, '');
  if (plain === 'gradientNorm') return element('mrow', sign('‖'), letter('g'), sign('‖'));
  if (Object.hasOwn(derivatives, plain)) return partial(derivatives[plain] ?? '', index);
  const fixed = Object.hasOwn(indices, plain) ? indices[plain] : undefined;
  if (fixed) return element('msub', letter(fixed[0]), letter(fixed[1]));
  const text = Object.hasOwn(signs, plain) ? signs[plain] : plain.replace(/'$/, '′');
  return indexed(text ?? plain, index);
}
