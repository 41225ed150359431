/** One line of a git configuration file. */
export interface Setting {
  /** `section.subsection.key`: section and key in lower case, the subsection as written. */
  readonly key: string;
  /** Undefined for a key without `=`, which means true. */
  readonly value: string | undefined;
}

const SECTION = /\[\s*([\w.-]+)(?:\s+"((?:[^"\\\n]|\\.)*)")?\s*\]/y;
const KEY = /([A-Za-z][\w-]*)[ \t]*/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };

/** Reads git's configuration format. What it does not understand it leaves out: git itself will say what is wrong with it. */
export function parseConfig(source: string): Setting[] {
  const settings: Setting[] = [];
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n');
  let section = '';
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) {
      at += 1;
      continue;
    }
    const header = match(SECTION, text, at);
    if (header !== undefined) {
      const subsection = header[2]?.replace(/\\(.)/g, '$1');
      section = header[1]!.toLowerCase() + (subsection === undefined ? '' : `.${subsection}`);
      at += header[0].length;
      continue;
    }
    const key = match(KEY, text, at);
    if (key === undefined || section === '') {
      at = lineEnd(text, at);
      continue;
    }
    at += key[0].length;
    const name = `${section}.${key[1]!.toLowerCase()}`;
    if (text[at] === '=') {
      const { value, end } = readValue(text, at + 1);
      settings.push({ key: name, value });
      at = end;
    } else {
      if (at === text.length || /[\n#;]/.test(text[at]!)) settings.push({ key: name, value: undefined });
      at = lineEnd(text, at);
    }
  }
  return settings;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

/** Quotes and escapes are resolved, a comment outside quotes ends the value, white space at its ends does not count. */
function readValue(text: string, from: number): { value: string; end: number } {
  let value = '';
  let kept = 0;
  let quoted = false;
  let at = from;
  for (; at < text.length && text[at] !== '\n'; at += 1) {
    const char = text[at]!;
    if (!quoted && (char === '#' || char === ';')) return { value: value.slice(0, kept), end: lineEnd(text, at) };
    if (!quoted && /\s/.test(char)) {
      if (value !== '') value += char;
      continue;
    }
    if (char === '"') quoted = !quoted;
    else if (char !== '\\') value += char;
    else {
      at += 1;
      // At the end of a line it goes on with the next one.
      const escaped = text[at] ?? '';
      value += escaped === '\n' ? '' : (ESCAPES[escaped] ?? escaped);
    }
    kept = value.length;
  }
  return { value: value.slice(0, kept), end: at + 1 };
}
