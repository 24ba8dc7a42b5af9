/** What stands at the top of a program: what it is, what it proves, and what it leaves out. */
import type { Format } from './formats.ts';
import { mostTelling, provenSteps, type Proof } from './proof.ts';

/** A text of a person's on one line, without what could end a comment. */
export function harmless(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029\\]+/gu, ' ').slice(0, 200);
}

/** The sentences of a program's header. */
export function remarksOf({ experiment, engine, step, silent, lossTolerance }: Proof, format: Format): string[] {
  const left = silent.map((i) => `layers[${i}] (${experiment.layers[i]?.kind})`).join(', ');
  const prepared = experiment.preprocessing.map(({ kind }) => kind).join(', ');
  return [
    `${harmless(experiment.title)}: written by Nablab ${engine}, with the parameters after step ${step}.`,
    `To run it: ${format.usage}.`,
    '',
    "It computes the outputs for one batch (in evaluation), that batch's gradient, and the losses of",
    `${provenSteps} training steps from these parameters on, and compares them with what Nablab's core has`,
    "computed for them in double precision. The steps take the experiment's first batches and a new",
    'optimizer, and are counted from 0. The last loss is that of the first batch after all steps. Where a',
    'run makes rounding errors grow, its losses may differ by a thousand times as much as those errors do.',
    ...(lossTolerance > mostTelling
      ? ['', 'In this run they grow so fast that the losses prove little; outputs and gradient do.']
      : []),
    ...(format.remark ? [format.remark] : []),
    ...(prepared ? ['', `The inputs stand here as the network takes them, after ${prepared}.`] : []),
    ...(left
      ? [
          '',
          `${left}: random numbers are drawn there in training, which differ from`,
          'program to program. All that is compared here is computed without them, here and in Nablab.',
        ]
      : []),
  ];
}

export function headerOf(proof: Proof, format: Format): string {
  return remarksOf(proof, format)
    .map((line) => `${format.syntax.comment} ${line}`.trimEnd())
    .join('\n');
}
