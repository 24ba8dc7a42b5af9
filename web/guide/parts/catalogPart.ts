/** Everything that can be chosen, as the core describes it, in the page's words. */
import type { FamilyName, Kind, Knob } from '../../../wasm-bindings/types.ts';
import { escaped } from '../../lessons/frame.ts';
import { mathOf } from '../../lessons/markdown.ts';
import { code, table, type Part, type PartSource } from './source.ts';

function shownValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shownValue).join(', ')}]`;
  return value === '' ? '""' : String(value);
}

function allowedOf({ type, allowed, options, family }: Knob, { words }: PartSource): string {
  if (options) return options.map(code).join(', ');
  if (family) return `<a href="#${family}">${code(family)}</a>`;
  if (type === 'flag') return `${code('true')}, ${code('false')}`;
  return allowed ? words.to(code(shownValue(allowed[0])), code(shownValue(allowed[1]))) : '';
}

/** A table of knobs; `owner` tells apart those of the same name. */
export function knobTable(knobs: Knob[], owner: string, source: PartSource, title = owner): string {
  const { words, word } = source;
  const rows = knobs.map((knob) => {
    const of = (end: string) => word(`knob.${owner}.${knob.name}${end}`) ?? word(`knob.${knob.name}${end}`) ?? '';
    const unit = knob.unit ? ` ${escaped(word(`knobUnit.${knob.unit}`) ?? knob.unit)}` : '';
    const help = of('.help') ? `<br />${escaped(of('.help'))}` : '';
    return [
      code(knob.name),
      `<b>${escaped(of(''))}</b>${help}`,
      code(shownValue(knob.default)) + unit,
      allowedOf(knob, source),
      knob.turnable ? words.yes : '',
    ];
  });
  const heads = [words.knob, words.meaning, words.standard, words.allowed, words.turnable];
  return table(`${words.knobs}: ${title}`, heads, rows, 'knobs');
}

function kindPart(family: FamilyName, kind: Kind, source: PartSource): string {
  const { word, words } = source;
  const name = word(`kind.${family}.${kind.kind}`) ?? kind.kind;
  const help = word(`kind.${family}.${kind.kind}.help`);
  return [
    `<h3 id="${family}-${kind.kind}">${escaped(name)} ${code(kind.kind)}</h3>`,
    help ? `<p>${escaped(help)}</p>` : '',
    kind.formula ? `<div class="formula">${mathOf(kind.formula, true)}</div>` : '',
    kind.source ? `<p class="soft">${words.source}<span lang="en">${escaped(kind.source)}</span></p>` : '',
    kind.knobs.length > 0 ? knobTable(kind.knobs, kind.kind, source, name) : '',
  ].join('\n');
}

/** Every family of the catalog with its kinds. */
export const catalogPart: Part = (source) => {
  const { catalog, word } = source;
  return Object.entries(catalog.families)
    .map(([family, kinds]) => {
      const help = word(`family.${family}.help`);
      return [
        `<h2 id="${family}">${escaped(word(`family.${family}`) ?? family)} ${code(family)}</h2>`,
        help ? `<p>${escaped(help)}</p>` : '',
        ...kinds.map((kind) => kindPart(family as FamilyName, kind, source)),
      ].join('\n');
    })
    .join('\n');
};

/** The knobs of the experiment itself: of the document, its data, their split, and its end. */
export const experimentKnobs: Part = (source) => {
  const { catalog } = source;
  const groups = {
    experiment: '',
    data: 'data.',
    split: 'data.split.',
    stop: 'stop.',
    earlyStopping: 'earlyStopping.',
  };
  return Object.entries(groups)
    .map(([group, path]) => {
      const knobs = catalog[group as keyof typeof groups];
      return `<h3>${code(path ? path.slice(0, -1) : '{ … }')}</h3>\n${knobTable(knobs, group, source)}`;
    })
    .join('\n');
};

/** Every bound that validation enforces beside the knobs' own ranges. */
export const limitsPart: Part = ({ catalog, words }) =>
  table(
    words.limits,
    [words.limit, words.value],
    Object.entries(catalog.limits).map(([name, value]) => [code(name), value.toLocaleString('en')]),
  );
