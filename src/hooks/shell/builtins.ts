import { posix } from 'node:path';
import { ELEMENT } from './command.ts';
import { emit, emitOpaque, type Handler, writtenText } from './emit.ts';
import { type Call, deeper, type Frame, isKnown, type Run, UNKNOWN } from './invocation.ts';

/** The builtins that change what the following commands do. */
export const builtinHandlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['cd', changeFolder],
  ['pushd', changeFolder],
  ['chdir', changeFolder],
  ['popd', (call, frame, run) => setFolder(UNKNOWN, call, frame, run)],
  ['export', declare],
  ['declare', declare],
  ['typeset', declare],
  ['local', declare],
  ['readonly', declare],
  ['unset', unset],
  ['read', readVariables],
  ['mapfile', readVariables],
  ['readarray', readVariables],
  ['printf', printToVariable],
  ['set', setOptions],
  ['shift', shift],
  ['alias', defineAlias],
  ['unalias', removeAliases],
  ['eval', evaluate],
  ['trap', trap],
  ['source', source],
  ['.', source],
]);

function changeFolder(call: Call, frame: Frame, run: Run): void {
  const operand = call.words.slice(1).find((word) => !/^-[LPe@qn]+$/.test(word) && word !== '--');
  if (operand === undefined) setFolder(run.context.home, call, frame, run);
  else if (operand === '-' || operand.startsWith('+')) setFolder(UNKNOWN, call, frame, run);
  else setFolder(joined(frame.state.cwd, operand), call, frame, run);
}

/** A path seen from a folder; what is unknown in either stays unknown. */
function joined(folder: string, path: string): string {
  return path.startsWith('/') ? posix.normalize(path) : posix.normalize(`${folder}/${path}`);
}

function setFolder(folder: string, call: Call, frame: Frame, run: Run): void {
  frame.state.cwd = folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder;
  frame.state.fallbackCwd = undefined;
  emit(call, frame, run);
}

function declare(call: Call, frame: Frame, run: Run): void {
  const exports = call.words[0] === 'export' || call.words.some((word) => /^-[a-zA-Z]*x/.test(word));
  for (const word of call.words.slice(1)) {
    const match = /^([A-Za-z_]\w*)(\+?=)?([\s\S]*)$/.exec(word);
    const name = match?.[1];
    if (name === undefined || word.startsWith('-')) continue;
    if (match?.[2]) frame.state.vars.set(name, (match[3] ?? '').split(ELEMENT));
    if (exports) frame.state.exported.add(name);
  }
  emit(call, frame, run);
}

function unset(call: Call, frame: Frame): void {
  for (const name of call.words.slice(1)) {
    if (name === '-f' || name === '-v') continue;
    frame.state.vars.set(name, ['']);
    frame.state.functions.delete(name);
  }
}

function readVariables(call: Call, frame: Frame): void {
  const known = call.stdin?.text?.trim();
  const ifs = call.env.get('IFS') ?? ' \t\n';
  const array = call.words.some((word) => /^-[a-z]*a/.test(word)) || call.words[0] !== 'read';
  const values =
    known && array ? known.split(new RegExp(`[${ifs.replace(/[\\\]^-]/g, '\\$&')}\n]+`)) : known ? [known] : [UNKNOWN];
  for (const name of call.words.slice(1)) {
    if (/^[A-Za-z_]\w*$/.test(name)) frame.state.vars.set(name, values);
  }
}

function printToVariable(call: Call, frame: Frame, run: Run): void {
  const at = call.words.indexOf('-v');
  const name = call.words[at + 1];
  if (at === 1 && name !== undefined)
    frame.state.vars.set(name, [call.words.slice(3).join(' ').includes('%') ? UNKNOWN : (call.words[3] ?? '')]);
  emit(call, frame, run);
}

function setOptions(call: Call, frame: Frame): void {
  const words = call.words.slice(1);
  const end = words.findIndex((word) => !/^[-+]/.test(word) && !/^(?:errexit|pipefail|nounset|xtrace)$/.test(word));
  for (const word of words) {
    if (word === '--') break;
    if (/^-[a-z]*e/.test(word) || word === 'errexit') frame.state.errexit = true;
    if (/^\+[a-z]*e/.test(word)) frame.state.errexit = false;
  }
  const dashes = words.indexOf('--');
  if (dashes >= 0) frame.state.positional = words.slice(dashes + 1);
  else if (end >= 0) frame.state.positional = words.slice(end);
}

function shift(_call: Call, frame: Frame): void {
  frame.state.positional = frame.state.positional?.slice(1);
}

function removeAliases(call: Call, frame: Frame): void {
  for (const name of call.words.slice(1)) frame.state.aliases.delete(name);
}

function defineAlias(call: Call, frame: Frame): void {
  for (const word of call.words.slice(1)) {
    const match = /^([^=\s]+)=([\s\S]*)$/.exec(word);
    if (match?.[1]) frame.state.aliases.set(match[1], match[2] ?? '');
  }
}

function evaluate(call: Call, frame: Frame, run: Run): void {
  const text = call.words.slice(1).join(' ');
  // A value that nobody knows is code that nobody can read; where only a word of it is unknown it is judged as it is.
  if (/^\s*\0/.test(text)) {
    const from = run.invocations.slice(-1).filter((last) => last.via.at(-1) === '$(…)');
    emitOpaque(call, { text: undefined, from }, frame, run);
    return;
  }
  run.code(text, deeper(frame, 'eval'));
}

function trap(call: Call, frame: Frame, run: Run): void {
  const code = call.words.slice(1).find((word) => !word.startsWith('-'));
  // It runs later, in a shell that may have gone on, but with nothing that is known better now.
  if (code !== undefined && isKnown(code) && call.words.length > 2) run.code(code, deeper(frame, 'trap'));
}

function source(call: Call, frame: Frame, run: Run): void {
  const file = call.words.slice(1).find((word) => word !== '--');
  const feed =
    file === undefined
      ? undefined
      : (writtenText(file, frame, run) ?? (/^\/dev\/(?:stdin|fd\/0)$/.test(file) ? call.stdin : undefined));
  if (!feed) return emit(call, frame, run);
  if (feed.text === undefined) return emitOpaque(call, feed, frame, run);
  run.code(feed.text, deeper(frame, 'source'));
}
