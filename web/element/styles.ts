/**
 * The styles of the element, as sheets that its shadow root adopts: a strict content security policy forbids `<style>`. Every
 * component brings its own when it is first shown (`package/vite.config.ts` sees to that).
 */
import base from '../styles/base.css?inline';
import tokens from '../styles/tokens.css?inline';
import own from './element.css?inline';

const texts: string[] = [own, inShadow(tokens), inShadow(base)];
const roots = new Set<ShadowRoot>();
/** Sheets belong to the document that they were made in. */
const sheets = new WeakMap<Document, CSSStyleSheet[]>();

/** What the page says of its root, for the root of the element; and every colour and measure may be set from outside. */
function inShadow(css: string): string {
  return css
    .replace(/:root/g, '.nablab')
    .replace(/(^|[\s}])(?:html|body)(?=\s*\{)/g, '$1.nablab')
    .replace(/(--([\w-]+)):\s*([^;}]+)/g, '$1: var(--nablab-$2, $3)');
}

function sheetsOf(root: ShadowRoot): CSSStyleSheet[] {
  const document = root.ownerDocument;
  const known = sheets.get(document) ?? [];
  const Sheet = (document.defaultView ?? globalThis).CSSStyleSheet;
  for (const text of texts.slice(known.length)) {
    const sheet = new Sheet();
    sheet.replaceSync(text);
    known.push(sheet);
  }
  sheets.set(document, known);
  return known;
}

/** Dresses a shadow root, now and whenever a component brings more. */
export function dress(root: ShadowRoot): void {
  roots.add(root);
  root.adoptedStyleSheets = [...sheetsOf(root)];
}

/** The root is gone, perhaps to come back. */
export function undress(root: ShadowRoot): void {
  roots.delete(root);
}

const added = new Set<string>();

/** Called by every component, in place of writing a `<style>` into the document. */
export function addStyles(_anchor: unknown, { hash, code }: { hash: string; code: string }): void {
  if (added.has(hash)) return;
  added.add(hash);
  texts.push(code);
  for (const root of roots) dress(root);
}
