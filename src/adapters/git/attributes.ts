import { resolve } from 'node:path';
import type { RelPath } from '../../core/values/paths.ts';
import { type Config, configFolder, isOn, type Person, withHome } from './config.ts';
import type { Layout } from './layout.ts';
import { attributePattern } from './pattern.ts';
import { readBytes } from './read.ts';
import { readRegular } from './rules.ts';

/** What a line says of an attribute: set, unset, its value, or nothing again (`!text`). */
type Value = string | true | false | undefined;

interface Line {
  readonly matches: (path: string) => boolean;
  readonly says: readonly (readonly [name: string, value: Value])[];
}

/** The lines of one file, about the paths below a folder (with a final `/`; empty for the root). */
interface Lines {
  readonly folder: string;
  readonly lines: readonly Line[];
}

const ASKED = ['text', 'crlf', 'eol'];

/**
 * For each path whether a checkout gives it CRLF line ends: by `text`, `eol` and the old `crlf` of gitattributes(5), then by `core.autocrlf` and
 * `core.eol` (convert.c of git). As git does, a line of a deeper `.gitattributes` beats one further up, `info/attributes` beats those, and the
 * person's own file counts last; the one of the whole machine is not read, nor are macros but `binary`.
 */
export function crlfRule(layout: Layout, config: Config, person: Person): (path: RelPath) => boolean {
  const ignoreCase = isOn(config.get('core.ignorecase'), false);
  const read = (folder: string, bytes: Buffer | undefined): Lines => ({ folder, lines: linesOf(bytes, ignoreCase) });
  const first = read('', readBytes(`${layout.commonDir}/info/attributes`));
  const own = personFile(config, person, layout.root);
  const last = read('', own === undefined ? undefined : readBytes(own));
  const known = new Map<string, Lines>();
  const inFolder = (folder: string): Lines => {
    const found = known.get(folder) ?? read(folder, readRegular(`${layout.root}/${folder}.gitattributes`));
    known.set(folder, found);
    return found;
  };
  return (path) => {
    const files = [first, ...foldersOf(path).map(inFolder), last];
    return makesCrlf(attributesOf(files, path), config);
  };
}

/** The folders that a path lies in, the deepest first, the root last. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let cut = path.lastIndexOf('/'); cut >= 0; cut = cut === 0 ? -1 : path.lastIndexOf('/', cut - 1))
    folders.push(path.slice(0, cut + 1));
  return [...folders, ''];
}

function personFile(config: Config, person: Person, root: string): string | undefined {
  const named = config.get('core.attributesfile');
  if (named !== undefined) return named === '' ? undefined : resolve(root, withHome(named, person.environment['HOME']));
  const folder = configFolder(person.environment);
  return folder === undefined ? undefined : `${folder}/attributes`;
}

function attributesOf(files: readonly Lines[], path: string): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const say = (name: string, value: Value): void => {
    if (ASKED.includes(name) && !found.has(name)) found.set(name, value);
    // Git's one macro of its own: what is binary is not text.
    if (name === 'binary' && value === true) say('text', false);
  };
  for (const { folder, lines } of files) {
    const inside = path.slice(folder.length);
    for (const { matches, says } of lines.toReversed()) {
      if (matches(inside)) for (const [name, value] of says.toReversed()) say(name, value);
    }
  }
  return found;
}

/** Whether a text that stands in the repository with LF is checked out with CRLF. */
function makesCrlf(attributes: ReadonlyMap<string, Value>, config: Config): boolean {
  const auto = config.get('core.autocrlf')?.toLowerCase();
  const text = kindOf(attributes.get('text')) ?? kindOf(attributes.get('crlf'));
  if (text === 'binary') return false;
  const eol = attributes.get('eol');
  if (eol === 'crlf' || eol === 'lf') return eol === 'crlf';
  if (text === 'input' || auto === 'input') return false;
  if (isOn(auto, false)) return true;
  return text !== undefined && config.get('core.eol')?.toLowerCase() === 'crlf';
}

function kindOf(value: Value): 'text' | 'binary' | 'input' | undefined {
  if (value === true || value === 'auto') return 'text';
  if (value === false) return 'binary';
  return value === 'input' ? 'input' : undefined;
}

function linesOf(bytes: Buffer | undefined, ignoreCase: boolean): Line[] {
  const text = bytes?.toString('utf8').replace(/^\ufeff/, '') ?? '';
  return text.split('\n').flatMap((line) => {
    const [, pattern = '', rest = ''] =
      /^[ \t]*("(?:[^"\\]|\\.)*"|[^\s"#!]\S*)(.*)$/.exec(line.replace(/\r$/, '')) ?? [];
    const matches = attributePattern(pattern.startsWith('"') ? unquoted(pattern) : pattern, ignoreCase);
    return pattern === '' || matches === undefined
      ? []
      : [
          {
            matches,
            says: rest
              .split(/[ \t]+/)
              .filter(Boolean)
              .map(said),
          },
        ];
  });
}

/** `text`, `-text`, `!text`, `eol=crlf`. */
function said(word: string): readonly [string, Value] {
  if (word.startsWith('-')) return [word.slice(1), false];
  if (word.startsWith('!')) return [word.slice(1), undefined];
  const cut = word.indexOf('=');
  return cut < 0 ? [word, true] : [word.slice(0, cut), word.slice(cut + 1)];
}

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(["\\])/g, '$1');
}
