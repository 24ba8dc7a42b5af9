/** What `{{part NAME}}` of the guide becomes: made at build time from the catalog, the sources and what was recorded. */
import { existsSync, readFileSync } from 'node:fs';
import type { Catalog } from '../../../wasm-bindings/types.ts';
import type { PartOf } from '../guidePage.ts';
import { catalogPart, experimentKnobs, limitsPart } from './catalogPart.ts';
import { commandPart } from './commandPart.ts';
import { dictionaries } from './dictionaries.ts';
import { partWords } from './partWords.ts';
import type { Part } from './source.ts';
import { exportsPart } from './exportsPart.ts';
import { hostsPart } from './hostsPart.ts';
import { errorsPart, goldenPart, peersPart, reportCardPart, reportGoalsPart, workloadsPart } from './tablesPart.ts';
import { typesPart } from './typesPart.ts';

const parts: Record<string, Part> = {
  catalog: catalogPart,
  commands: commandPart,
  errors: errorsPart,
  experiment: experimentKnobs,
  element: typesPart(['web/element/element.ts', 'web/element/events.ts', 'web/element/places.ts']),
  exports: exportsPart,
  golden: goldenPart,
  hosts: hostsPart,
  limits: limitsPart,
  package: typesPart(['package/index.ts', 'package/run.ts', 'package/engines.ts', 'package/experiments.ts']),
  peers: peersPart,
  reportCard: reportCardPart,
  reportGoals: reportGoalsPart,
  workloads: workloadsPart,
  surface: typesPart(['wasm-bindings/types.ts']),
  types: typesPart(
    ['experiment', 'run', 'tools', 'trace', 'findings', 'reports', 'looks', 'data'].map(
      (name) => `wasm-bindings/types/${name}.ts`,
    ),
  ),
};

/** `root` is the repository, with its last slash. Throws for a part that does not exist. */
export function partsOf(catalog: Catalog, root: string): PartOf {
  const read = (file: string) => (existsSync(root + file) ? readFileSync(root + file, 'utf8') : null);
  return (name, language) => {
    if (!Object.hasOwn(parts, name)) throw new Error(`there is no part ${name}`);
    const known = dictionaries[language];
    const word = (key: string) => (Object.hasOwn(known, key) ? known[key] : undefined);
    return parts[name]({ language, catalog, word, keys: Object.keys(known), words: partWords[language], read });
  };
}
