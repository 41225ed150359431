import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';
import type { Json } from '../values/json.ts';

type Location = readonly (string | number)[];

/** How a JSON text is laid out: what one step of indentation is, how lines end, and whether `:` and `,` are followed by a space. */
interface Layout {
  readonly unit: string;
  readonly eol: string;
  readonly spaced: boolean;
}

/**
 * Changes of a strict JSON text that touch nothing but their own place. The `modify` of jsonc-parser 3.3.1 is no match for it: it lays out
 * anew every line that it touches, and taking the last element out of a list on one line leaves text that is no JSON.
 */
function layoutOf(text: string): Layout {
  return {
    unit: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ',
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    spaced: text.trim() === '{}' || /[:,] /.test(text),
  };
}

/** Replaces the value at a location that is there. */
export function replaceAt(text: string, location: Location, value: Json): string {
  const node = nodeAt(text, location);
  const old = text.slice(node.offset, node.offset + node.length);
  const isOpen = /^[[{]/.test(old) ? old.includes('\n') : beginsLine(text, holderOf(node));
  const written = isOpen ? open(value, indentAt(text, node.offset), layoutOf(text)) : inline(value, layoutOf(text));
  return text.slice(0, node.offset) + written + text.slice(node.offset + node.length);
}

/** Adds a property at the end of the object at a location. */
export function addProperty(text: string, location: Location, key: string, value: Json): string {
  return append(text, nodeAt(text, location), key, value);
}

/** Adds an element at the end of the array at a location. */
export function addElement(text: string, location: Location, value: Json): string {
  return append(text, nodeAt(text, location), undefined, value);
}

function append(text: string, container: Node, key: string | undefined, value: Json): string {
  const layout = layoutOf(text);
  const last = container.children?.at(-1);
  const write = (isOpen: boolean, indent: string): string => {
    const written = isOpen ? open(value, indent, layout) : inline(value, layout);
    if (key === undefined) return written;
    return `${JSON.stringify(key)}:${isOpen || layout.spaced ? ' ' : ''}${written}`;
  };
  if (last === undefined) {
    const end = container.offset + container.length - 1;
    const isOpen = container.parent === undefined || beginsLine(text, holderOf(container));
    const outer = indentAt(text, container.offset);
    const indent = outer + layout.unit;
    const inside = isOpen ? layout.eol + indent + write(true, indent) + layout.eol + outer : write(false, '');
    return text.slice(0, container.offset + 1) + inside + text.slice(end);
  }
  const end = last.offset + last.length;
  const gap = /[ \t\r\n]*$/.exec(text.slice(0, last.offset))![0];
  if (gap.includes('\n')) {
    const indent = gap.slice(gap.lastIndexOf('\n') + 1);
    return `${text.slice(0, end)},${layout.eol}${indent}${write(true, indent)}${text.slice(end)}`;
  }
  const space = container.children!.length > 1 ? gap : layout.spaced ? ' ' : '';
  return `${text.slice(0, end)},${space}${write(false, '')}${text.slice(end)}`;
}

/** Takes away the property or element at a location, with its comma and its lines. */
export function removeAt(text: string, location: Location): string {
  const child = holderOf(nodeAt(text, location));
  const container = child.parent!;
  const children = container.children!;
  const at = children.indexOf(child);
  const before = children[at - 1];
  const next = children[at + 1];
  const cut = (from: number, to: number): string => text.slice(0, from) + text.slice(to);
  const endOf = (node: Node): number => node.offset + node.length;
  if (next === undefined) {
    if (before === undefined) return cut(container.offset + 1, endOf(container) - 1);
    return cut(endOf(before), endOf(child));
  }
  // What stands before it begins after the bracket or the comma; what follows begins after its own comma.
  const from = before === undefined ? container.offset + 1 : commaAfter(text, endOf(before));
  const to = commaAfter(text, endOf(child));
  const lead = text.slice(from, child.offset).indexOf('\n');
  const trail = text.slice(to, next.offset).indexOf('\n');
  if (lead >= 0 && trail >= 0) return cut(from + lead + 1, to + trail + 1);
  return lead < 0 && trail >= 0 ? cut(from, to) : cut(child.offset, next.offset);
}

/** The offset behind the comma that follows an offset; only blanks stand between. */
function commaAfter(text: string, offset: number): number {
  return text.indexOf(',', offset) + 1;
}

function nodeAt(text: string, location: Location): Node {
  const root = parseTree(text);
  const node = root === undefined ? undefined : findNodeAtLocation(root, [...location]);
  if (node === undefined) throw new Error(`there is nothing at /${location.join('/')}`);
  return node;
}

/** What is added and removed as a whole: the property of a value in an object, the value itself in an array. */
function holderOf(node: Node): Node {
  return node.parent?.type === 'property' ? node.parent : node;
}

function beginsLine(text: string, node: Node): boolean {
  return /(^|\n)[ \t]*$/.test(text.slice(0, node.offset)) && text.includes('\n');
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)![0];
}

function open(value: Json, indent: string, layout: Layout): string {
  return JSON.stringify(value, null, layout.unit).replaceAll('\n', layout.eol + indent);
}

function inline(value: Json, layout: Layout): string {
  // No line break inside a string survives JSON.stringify, so that every one is layout.
  return layout.spaced ? JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ') : JSON.stringify(value);
}
