/** A model of Keras that was opened as a file. */
import { experimentOf, readKerasModel } from '../../exporters/kerasModel';
import type { Lab } from '../store/lab.svelte';
import './words';

/** The experiment that it becomes, with a data set of the gallery; throws a `NablabError` with code KERAS. */
export function experimentOfModel(lab: Lab, document: unknown): Promise<unknown> {
  return experimentOf(readKerasModel(document), lab.catalog?.families.datasets ?? [], async (kind) => {
    await lab.preview(kind);
    return lab.previews.get(kind) ?? null;
  });
}
