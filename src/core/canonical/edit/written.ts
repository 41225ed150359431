import { Document, isScalar, visit } from 'yaml';
import type { Json } from '../../values/json.ts';

/** How a value is laid out: on lines of its own, or in one line between brackets. */
export type Style = 'block' | 'flow';

/** The lines of `key: value`, the first of them without indentation. @param step the spaces of one level */
export function pairLines(key: string, value: Json, step: number, style: Style = 'block'): string[] {
  return linesOf({ [key]: value }, step, style);
}

/** The lines of `- value`. */
export function itemLines(value: Json, step: number): string[] {
  return linesOf([value], step, 'block');
}

/** What follows `key:` in its line (with the space before it, or nothing), and the lines below it. */
export function valueLines(value: Json, step: number, style: Style): { head: string; rest: string[] } {
  const [first, ...rest] = pairLines('k', value, step, style);
  return { head: first!.slice('k:'.length), rest };
}

/** A value as it is written between brackets. */
export function inline(value: Json): string {
  return bracketed([value]);
}

/** `key: value` as it is written between brackets. */
export function inlinePair(key: string, value: Json): string {
  return bracketed({ [key]: value });
}

/** Lines of a comment, each with its `# `. */
export function commentLines(comment: string | undefined): string[] {
  return comment === undefined ? [] : comment.split('\n').map((line) => `# ${line}`.trimEnd());
}

/** Lines moved to the right; empty ones stay empty. */
export function indented(lines: readonly string[], columns: number): string[] {
  return lines.map((line) => (line === '' ? line : ' '.repeat(columns) + line));
}

function linesOf(holder: Json, step: number, style: Style): string[] {
  const document = plain(holder);
  // What is below the pair itself is in brackets.
  if (style === 'flow')
    visit(document, {
      Collection(key, node) {
        if (key !== null) node.flow = true;
      },
    });
  return document.toString({ lineWidth: 0, indent: step, flowCollectionPadding: false }).replace(/\n$/, '').split('\n');
}

/** The inside of the brackets of a value with one thing in it. */
function bracketed(holder: Json): string {
  const document = plain(holder);
  visit(document, {
    Collection(_, node) {
      node.flow = true;
    },
    Scalar(_, node) {
      // Texts of several lines stay in one.
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'QUOTE_DOUBLE';
    },
  });
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false }).trim();
  const inside = text.slice(1, -1).trim();
  return inside.includes('\n') ? JSON.stringify(holder).slice(1, -1) : inside;
}

/** A document in which words that other readers of YAML take for true or false are in quotes, and texts whose end would depend on the lines below. */
function plain(holder: Json): Document {
  const document = new Document(holder, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, node) {
      if (!isScalar(node) || typeof node.value !== 'string') return;
      if (/^(yes|no|on|off|y|n)$/i.test(node.value)) node.type = 'QUOTE_SINGLE';
      if (/(^|\n)\n$/.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document;
}
