import { builtinHandlers } from './builtins.ts';
import { embeddedHandlers } from './embedded.ts';
import { emit, type Handler, writtenText } from './emit.ts';
import { feedingHandlers } from './feeding.ts';
import { gitHandlers } from './git-code.ts';
import { interpreterHandlers } from './interpreters.ts';
import { type Call, commandName, deeper, type Frame, isKnown, type Run } from './invocation.ts';
import { globPattern } from './parameter.ts';
import { remoteHandlers } from './remote.ts';
import { searchHandlers } from './search.ts';
import { shellHandlers } from './shells.ts';
import { fork } from './state.ts';
import { walkCommand } from './walk.ts';
import { quoted, wrapperHandlers } from './wrappers.ts';

const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ...embeddedHandlers,
  ...builtinHandlers,
  ...wrapperHandlers,
  ...shellHandlers,
  ...searchHandlers,
  ...feedingHandlers,
  ...remoteHandlers,
  ...interpreterHandlers,
  ...gitHandlers,
]);

// A pattern as a command's name (`/bin/r?`) runs what it finds; these are the names worth looking for.
const WORTH_FINDING = [
  'rm',
  'dd',
  'git',
  'sh',
  'bash',
  'chmod',
  'chown',
  'find',
  'mkfs',
  'shred',
  'sudo',
  'env',
  'eval',
];

/** Runs a command whose words are known: as a function, an alias, something that runs something else, or itself. */
export function dispatch(call: Call, frame: Frame, run: Run): void {
  run.spend('commands', 1);
  run.spend('words', call.words.length);
  const word = call.words[0];
  if (word === undefined) return;
  const { state } = frame;
  const body = state.functions.get(word);
  if (body && !frame.active.includes(body)) {
    const positional = state.positional;
    state.positional = call.words.slice(1);
    walkCommand(body, deeper(frame, `${word}()`, { active: [...frame.active, body], stdin: call.stdin }), run);
    state.positional = positional;
    return;
  }
  const alias = state.aliases.get(word);
  if (alias !== undefined && !frame.active.includes(word)) {
    const line = [alias, ...call.words.slice(1).map(quoted)].join(' ');
    run.code(line, deeper(frame, `alias ${word}`, { active: [...frame.active, word] }));
    return;
  }
  const script = word.includes('/') ? writtenText(word, frame, run) : undefined;
  if (script?.text !== undefined) {
    emit(call, frame, run);
    const positional = call.words.slice(1);
    run.code(script.text, deeper(frame, word, { state: { ...fork(state), positional }, stdin: call.stdin }));
    return;
  }
  const found = foundName(word);
  const renamed = found === word ? call : { ...call, words: [found, ...call.words.slice(1)] };
  const handler = HANDLERS.get(commandName(found));
  if (handler) handler(renamed, frame, run);
  else emit(renamed, frame, run);
}

function foundName(word: string): string {
  if (!/[*?[]/.test(word) || word.startsWith('[') || !isKnown(word)) return word;
  const pattern = globPattern(commandName(word));
  return WORTH_FINDING.find((name) => pattern?.test(name)) ?? word;
}
