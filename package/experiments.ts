/** Experiments in every form in which a program may have one. */
import { parseExperimentText } from '../wasm-bindings/experimentText';
import { decodeLink } from '../wasm-bindings/link';

const mark = '#nablab=';

/**
 * The document of an experiment that is given as such, as JSON text, or as a link (a whole address, or what stands after
 * its `#`). It is not judged yet. Throws a `NablabError`: LINK_…, TEXT_SIZE, JSON_DEPTH, JSON_SYNTAX.
 */
export function readExperiment(source: unknown): unknown {
  if (typeof source !== 'string') return source;
  const text = source.trim();
  const address = text.startsWith(mark.slice(1)) ? `#${text}` : text;
  const place = address.startsWith('{') ? -1 : address.indexOf(mark);
  if (place < 0) return parseExperimentText(source);
  return decodeLink(address.slice(place))?.experiment;
}
