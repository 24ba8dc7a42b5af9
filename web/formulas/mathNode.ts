/** Trees of MathML as elements of the page: built, never parsed from markup. */
import type { MathTree } from 'virtual:formulas';

const namespace = 'http://www.w3.org/1998/Math/MathML';

/** The element, or the text, that a tree describes. */
export function mathNode(tree: MathTree): Node {
  if (typeof tree === 'string') return document.createTextNode(tree);
  const element = document.createElementNS(namespace, tree.tag);
  for (const [name, value] of Object.entries(tree.attributes)) element.setAttribute(name, value);
  element.append(...tree.children.map(mathNode));
  return element;
}
