/** What TypeScript files export, with what their comments say: read from their syntax, nothing is run. */
import ts from 'typescript';
import { escaped } from '../../lessons/frame.ts';
import { code, type Part } from './source.ts';

/** A comment's sentences; names in backquotes and braces become code. */
function sentencesOf(node: ts.Node): string {
  const text = ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join(' ');
  return escaped(text.replace(/\s+/g, ' ').trim()).replace(/`([^`]*)`/g, '<code>$1</code>');
}

/** The source of a node on one line, without its comments. */
const signatureOf = (node: ts.Node, file: ts.SourceFile) =>
  node
    .getText(file)
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/[;,]$/, '');

function memberRow(member: ts.Node, file: ts.SourceFile): string {
  const said = sentencesOf(member);
  return `<dt>${code(signatureOf(member, file))}</dt><dd lang="en">${said}</dd>`;
}

/** What a user of a class may call: neither private members nor what the browser calls, and of accessors the getter. */
function isOffered(member: ts.ClassElement): boolean {
  const { name } = member;
  if (!name || ts.isPrivateIdentifier(name) || ts.isSetAccessor(member)) return false;
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)) return false;
  return !/Callback$|^observedAttributes$/.test(name.getText());
}

const listOf = (rows: string[]) => (rows.length > 0 ? `<dl class="members">${rows.join('\n')}</dl>` : '');

function declarationPart(node: ts.Statement, file: ts.SourceFile): string | null {
  const isExported =
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return null;
  const part = (keyword: string, name: string, body: string) =>
    `<h3 id="${name}"><code>${keyword} ${escaped(name)}</code></h3>\n<p lang="en">${sentencesOf(node)}</p>\n${body}`;
  if (ts.isInterfaceDeclaration(node))
    return part('interface', node.name.text, listOf(node.members.map((member) => memberRow(member, file))));
  if (ts.isClassDeclaration(node) && node.name) {
    const rows = node.members
      .filter(isOffered)
      .map((member) => `<dt>${code(headOf(member, file))}</dt><dd lang="en">${sentencesOf(member)}</dd>`);
    return part('class', node.name.text, listOf(rows));
  }
  if (ts.isFunctionDeclaration(node) && node.name)
    return part('function', node.name.text, `<p>${code(headOf(node, file))}</p>`);
  if (ts.isTypeAliasDeclaration(node))
    return part('type', node.name.text, `<p>${code(signatureOf(node.type, file))}</p>`);
  return null;
}

/** A function without its body. */
function headOf(node: ts.Node & { body?: ts.Node }, file: ts.SourceFile): string {
  const end = node.body ? node.body.getStart(file) : node.getEnd();
  return file.text.slice(node.getStart(file), end).replace(/\s+/g, ' ').trim();
}

/** Everything that these files export, in their order. */
export function typesPart(files: string[]): Part {
  return ({ read, words }) => {
    const found = files.flatMap((name) => {
      const text = read(name);
      if (text === null) return [];
      const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
      return file.statements.flatMap((node) => declarationPart(node, file) ?? []);
    });
    return found.length > 0 ? found.join('\n') : `<p>${words.notYet}</p>`;
  };
}
