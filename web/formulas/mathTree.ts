/** MathML as Temml writes it, taken apart: the page builds elements itself and never parses markup. */
export type MathTree = string | { tag: string; attributes: Record<string, string>; children: MathTree[] };

const entities = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#x27;', "'"],
  ['&amp;', '&'],
]);

function plain(text: string): string {
  return text.replace(/&(?:lt|gt|quot|#x27|amp);/g, (entity) => entities.get(entity) ?? entity);
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([\w-]+)="([^"]*)"/g)) {
    // Inline styles are refused by the content security policy, classes belong to a style sheet that we don't ship.
    if (!/^(style|class|xmlns)$/.test(name)) attributes[name] = plain(value);
  }
  return attributes;
}

/** The tree of one `<math>` element. */
export function mathTree(markup: string): MathTree {
  const root: { children: MathTree[] } = { children: [] };
  const open = [root];
  for (const [, close, tag, attributes, single, text] of markup.matchAll(/<(\/?)([\w]+)([^>]*?)(\/?)>|([^<]+)/g)) {
    const parent = open[open.length - 1];
    if (text !== undefined) parent.children.push(plain(text));
    else if (close) open.pop();
    else {
      const element = { tag, attributes: attributesOf(attributes), children: [] };
      parent.children.push(element);
      if (!single) open.push(element);
    }
  }
  return root.children[0];
}
