/** Names and explanations of what the catalog lists, in the language of the page. */
import type { FamilyName, Kind, Knob } from '../../wasm-bindings/types';
import { word } from '../words';
import type { Explanation } from './explain.svelte';

/** The kind's name; its key where a language has no word yet. */
export function kindName(family: FamilyName, kind: string): string {
  return word(`kind.${family}.${kind}`) ?? kind;
}

export function explainKind(family: FamilyName, kind: Kind): Explanation {
  return {
    title: kindName(family, kind.kind),
    text: word(`kind.${family}.${kind.kind}.help`) ?? '',
    formula: kind.formula,
    source: kind.source,
  };
}

export function explainFamily(family: FamilyName): Explanation {
  return { title: word(`family.${family}`) ?? family, text: word(`family.${family}.help`) ?? '' };
}

/** The knob's name; `owner` tells apart knobs of the same name, such as the two seeds. */
export function knobName(knob: Knob, owner = ''): string {
  return word(`knob.${owner}.${knob.name}`) ?? word(`knob.${knob.name}`) ?? knob.name;
}

export function explainKnob(knob: Knob, owner = ''): Explanation {
  return {
    title: knobName(knob, owner),
    text: word(`knob.${owner}.${knob.name}.help`) ?? word(`knob.${knob.name}.help`) ?? '',
  };
}

/** What the knob's number counts: "epochs". */
export function unitName(knob: Knob): string {
  return word(`knobUnit.${knob.unit}`) ?? knob.unit;
}

/** Name of one of the knob's options. */
export function optionName(knob: Knob, option: string): string {
  return word(`option.${knob.name}.${option}`) ?? option;
}
