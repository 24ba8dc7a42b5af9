/** The layers of a network as legends name them. */
import { kindName } from '../controls/catalogWords';
import type { Scene } from '../worker/protocol';

/** "3 Dense": the place of a layer from 1 on, and its kind or the function that it applies. */
export function layerNames({ experiment, layers }: Scene): string[] {
  return layers.map(({ index, kind }) => {
    const inner = experiment.layers[index]?.function as { kind?: string } | undefined;
    return `${index + 1} ${inner?.kind ? kindName('activations', inner.kind) : kindName('layers', kind)}`;
  });
}
