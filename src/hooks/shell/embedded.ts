import { emit, type Handler } from './emit.ts';
import { type Call, deeper, type Frame, isKnown, type Run } from './invocation.ts';

/** Where in the arguments of a program a line for a shell may stand: the first group of a match is the line. */
const LINES: Readonly<Record<string, RegExp>> = {
  tar: /^(?:--checkpoint-action=exec|--to-command|--use-compress-program|--info-script|--rmt-command)=([\s\S]+)$/,
  vim: /^\+?:?!([\s\S]+)$/,
  tmux: /^([^-][\s\S]*\s[\s\S]*)$/,
  screen: /^([^-][\s\S]*\s[\s\S]*)$/,
  expect: /^\s*spawn\s+([\s\S]+)$/,
  gdb: /^\s*(?:shell|!)\s*([\s\S]+)$/,
  make: /^SHELL=([\s\S]+)$/,
  rsync: /^--rsh=([\s\S]+)$/,
  sed: /^(?:\d+|\$)?e\s+([\s\S]+)$/,
  socat: /^(?:EXEC|SYSTEM):([\s\S]+)$/i,
};

const SAME_AS: Readonly<Record<string, string>> = {
  gtar: 'tar',
  bsdtar: 'tar',
  vi: 'vim',
  nvim: 'vim',
  ex: 'vim',
  view: 'vim',
  gmake: 'make',
  gsed: 'sed',
};

/** The handlers of programs that are told a line for a shell among their arguments, or on stdin. */
export const embeddedHandlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ...Object.keys(LINES).map((name): [string, Handler] => [name, runLines]),
  ...Object.keys(SAME_AS).map((name): [string, Handler] => [name, runLines]),
  ['at', runStdin],
  ['batch', runStdin],
]);

function runLines(call: Call, frame: Frame, run: Run): void {
  emit(call, frame, run);
  const name = call.words[0] ?? '';
  const base = name.slice(name.lastIndexOf('/') + 1);
  const pattern = LINES[SAME_AS[base] ?? base];
  const inner = deeper(frame, base, { stdin: undefined });
  for (const word of call.words.slice(1)) {
    const line = pattern?.exec(word)?.[1];
    if (line !== undefined) run.code(line, inner);
  }
  // `screen -dm rm x` and `tmux new rm x` take words as well.
  if (base === 'screen' || base === 'tmux') runWords(call, inner, run);
}

function runWords(call: Call, frame: Frame, run: Run): void {
  const start = call.words.findIndex(
    (word, i) =>
      i > 0 &&
      /^(?:-[a-zA-Z]*m[a-zA-Z]*|new|new-session|new-window|neww|split-window|respawn-pane|run|run-shell)$/.test(word),
  );
  const words = call.words
    .slice(start + 1)
    .filter((word, i, all) => !word.startsWith('-') || all.slice(0, i).some((other) => !other.startsWith('-')));
  if (start > 0 && words.length > 0) run.call({ ...call, words, writes: [], stdin: undefined }, frame);
}

function runStdin(call: Call, frame: Frame, run: Run): void {
  emit(call, frame, run);
  const text = call.stdin?.text;
  if (text !== undefined && isKnown(text)) run.code(text, deeper(frame, 'at', { stdin: undefined }));
}
