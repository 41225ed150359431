import { posix } from 'node:path';
import { type Call, commandName, type Feed, type Frame, type Invocation, type Run, UNKNOWN } from './invocation.ts';
import { printed } from './output.ts';

/** What handles a command that runs other commands or changes the shell. */
export type Handler = (call: Call, frame: Frame, run: Run) => void;

/** Records a command as one that really runs. */
export function emit(call: Call, frame: Frame, run: Run): void {
  const { state } = frame;
  const env = state.exported.size === 0 ? call.env : new Map([...exportedValues(frame), ...call.env]);
  const invocation: Invocation = {
    name: commandName(call.words[0] ?? ''),
    args: call.words.slice(1),
    cwd: state.cwd,
    env,
    writes: call.writes,
    remote: state.remote,
    via: frame.via.filter((step) => step !== ''),
    ...(state.fallbackCwd === undefined ? {} : { fallbackCwd: state.fallbackCwd }),
    ...(call.stdin ? { stdin: call.stdin } : {}),
    ...(call.opaque ? { opaque: call.opaque } : {}),
    ...(call.searched ? { searched: call.searched } : {}),
  };
  run.invocations.push(invocation);
  rememberWrites(invocation, run);
}

/** What a line writes into a file it may run a moment later. */
function rememberWrites(invocation: Invocation, run: Run): void {
  const copies = invocation.name === 'tee' ? invocation.args.filter((word) => !word.startsWith('-')) : [];
  const writes = [...invocation.writes, ...copies.map((path) => ({ path, append: false }))];
  if (writes.length === 0 || invocation.cwd.includes(UNKNOWN)) return;
  const text = printed(invocation, run);
  for (const { path, append } of writes) {
    if (text === undefined || path.includes(UNKNOWN)) continue;
    const file = posix.resolve(invocation.cwd, path);
    run.feeds.set(file, { text: (append ? (run.feeds.get(file)?.text ?? '') : '') + text, from: [invocation] });
  }
}

/** The text behind a file that this line has written, or behind a process substitution. */
export function writtenText(file: string, frame: Frame, run: Run): Feed | undefined {
  return (
    run.feeds.get(file) ?? (file.includes(UNKNOWN) ? undefined : run.feeds.get(posix.resolve(frame.state.cwd, file)))
  );
}

function exportedValues(frame: Frame): [string, string][] {
  return [...frame.state.exported].map((name) => [name, frame.state.vars.get(name)?.[0] ?? '']);
}

/** Records code that runs and cannot be read; `words` is what runs it. */
export function emitOpaque(call: Call, feed: Feed, frame: Frame, run: Run): void {
  emit({ ...call, opaque: feed }, frame, run);
}
