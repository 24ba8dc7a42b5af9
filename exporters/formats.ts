/** The formats that an experiment can be exported to. */
import kerasSource from './keras.py?raw';
import nativeActivations from './native/activations.h?raw';
import nativeLayers from './native/layers.h?raw';
import nativeLosses from './native/losses.h?raw';
import nativeNormalization from './native/normalization.h?raw';
import nativeOptimizers from './native/optimizers.h?raw';
import nativeProgram from './native/program.h?raw';
import nativeSchedules from './native/schedules.h?raw';
import numpyActivations from './numpy/activations.py?raw';
import numpyLayers from './numpy/layers.py?raw';
import numpyLosses from './numpy/losses.py?raw';
import numpyOptimizers from './numpy/optimizers.py?raw';
import numpyProgram from './numpy/program.py?raw';
import pythonSource from './python.py?raw';
import pytorchParts from './pytorch/parts.py?raw';
import pytorchProgram from './pytorch/program.py?raw';
import { parseLibrary, type Library } from './library.ts';
import { refuseExport, type Proof } from './proof.ts';
import { native, python, type Syntax } from './syntax.ts';

export interface Format {
  /** As people call it; how its program is run, with what is needed. */
  title: string;
  usage: string;
  extension: string;
  syntax: Syntax;
  library: Library;
  /** Between two definitions. */
  between: string;
  /** The largest deviation that counts as agreement. */
  tolerance: number;
  /** What else a reader has to know. */
  remark?: string;
  layerLine(expression: string): string;
  penalties(lines: string[]): string;
  /** What a weight tensor is called where all of them are listed. */
  weightName(variable: string, layer: number): string;
  /** Refuses what the lines alone cannot tell. */
  check?(proof: Proof): void;
}

const parsedPython = parseLibrary(pythonSource, '#: ');

/** A Python library with what all of them share. */
function pythonLibrary(...sources: string[]): Library {
  const { lines, definitions, program } = parseLibrary(sources.join('\n\n'), '#: ');
  return {
    lines: new Map([...parsedPython.lines, ...lines]),
    definitions: new Map([...parsedPython.definitions, ...definitions]),
    program,
  };
}

/** An element of a Python list: the comma comes before a remark. */
const element = (expression: string) =>
  expression.includes('  # ') ? expression.replace('  # ', ',  # ') : `${expression},`;

const forPython = {
  extension: 'py',
  syntax: python,
  between: '\n\n\n',
  tolerance: 1e-9,
  layerLine: element,
  penalties: (lines: string[]) => lines.join(', '),
};

/** PyTorch's own normalization refuses to be trained on one number. */
function refuseSingleSamples({ experiment, batches, layers }: Proof): void {
  const smallest = Math.min(...batches.map((batch) => batch.length));
  experiment.layers.forEach(({ kind }, i) => {
    const [height, width] = layers[i]?.shape ?? [1, 1];
    if (kind === 'batchNormalization' && smallest * height * width < 2)
      refuseExport('batchSize', 'a batch of one sample', `PyTorch refuses to normalize it in layers[${i}]`);
  });
}

/** Where Keras means something else by the same words. */
function refuseKerasDifferences({ experiment }: Proof): void {
  const { loss, optimizer, schedule, layers } = experiment;
  const weights = loss['classWeights'];
  if (Array.isArray(weights) && weights.length > 0)
    refuseExport(
      'loss.classWeights',
      weights.join(', '),
      'Keras divides by the number of samples, not by their weights',
    );
  if (optimizer.kind === 'momentum' && schedule.kind !== 'constant')
    refuseExport('schedule', schedule.kind, 'Keras has the learning rate within the momentum');
  if (optimizer.kind === 'momentum' && Number(optimizer['weightDecay']) > 0)
    refuseExport('optimizer.weightDecay', String(optimizer['weightDecay']), 'Keras keeps it out of the momentum');
  layers.forEach(({ kind, trainable }, i) => {
    if (kind === 'batchNormalization' && trainable === false)
      refuseExport(`layers[${i}].trainable`, 'false', 'Keras then normalizes by the running statistics');
  });
}

export const formats = new Map<string, Format>([
  [
    'pytorch',
    {
      ...forPython,
      title: 'PyTorch',
      usage: 'python3 FILE, with PyTorch 1.13 or later',
      library: pythonLibrary(pytorchParts, pytorchProgram),
      weightName: (_: string, layer: number) => `"${layer}.weight"`,
      check: refuseSingleSamples,
    },
  ],
  [
    'numpy',
    {
      ...forPython,
      title: 'NumPy',
      usage: 'python3 FILE, with NumPy',
      library: pythonLibrary(numpyLayers, numpyActivations, numpyLosses, numpyOptimizers, numpyProgram),
      weightName: (variable: string) => variable,
    },
  ],
  [
    'keras',
    {
      ...forPython,
      title: 'Keras',
      usage: 'python3 FILE, with Keras 3 and TensorFlow (it was written by the documentation, and never run)',
      library: pythonLibrary(kerasSource),
      tolerance: 1e-4,
      remark: 'Keras has the epsilon of most optimizers elsewhere, hence the wide tolerance.',
      weightName: (_: string, layer: number) => `"layer${layer}"`,
      check: refuseKerasDifferences,
    },
  ],
  [
    'cpp',
    {
      title: 'C++',
      usage: 'g++ -std=c++17 -O2 FILE && ./a.out',
      extension: 'cpp',
      syntax: native,
      library: parseLibrary(
        [
          nativeLayers,
          nativeNormalization,
          nativeActivations,
          nativeLosses,
          nativeOptimizers,
          nativeSchedules,
          nativeProgram,
        ].join('\n\n'),
        '//: ',
      ),
      between: '\n\n',
      tolerance: 1e-9,
      layerLine: (expression: string) => {
        const [code, remark] = expression.split(' // ');
        return `layers.push_back(layerOf(${code}));${remark ? `  // ${remark}` : ''}`;
      },
      penalties: (lines: string[]) => lines.map((line) => `total += ${line};`).join('\n'),
      weightName: (variable: string) => variable,
    },
  ],
]);
