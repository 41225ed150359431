/** A file that is laid out before the commands run. */
export type LaidFile = { readonly path: string } & (
  | { readonly content: Buffer; readonly executable: boolean }
  | { readonly linkTo: string }
);

/** One line of the part with the commands. */
export type Step =
  | { readonly kind: 'comment'; readonly text: string }
  | {
      readonly kind: 'command';
      /** As it stands in the file, with its mark (`$ `, `! `, `2! `). */
      readonly text: string;
      readonly line: string;
      readonly code: number;
      readonly answers: readonly string[];
      readonly expected: readonly string[];
    };

export interface Scenario {
  readonly steps: readonly Step[];
  /** `# repositories: alpha, beta`: folders that are made repositories, with their files as the first commit. */
  readonly repositories: readonly string[];
  /** `# not settled: reason`. */
  readonly unsettled?: string;
  /** `# not as root: reason`. */
  readonly notAsRoot?: string;
  readonly files: readonly LaidFile[];
  /** The part with the files, byte for byte. */
  readonly tail: string;
}

const COMMAND = /^(?:\$|(\d*)!) (.*)$/;
const ANSWER = /^\?(?: (.*))?$/;
const HEADER = /^-- (.+) --$/;

/** Takes a scenario apart. @throws Error when it is none */
export function readScenario(text: string): Scenario {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => HEADER.test(line));
  const head = first < 0 ? lines : lines.slice(0, first);
  const tail = first < 0 ? [] : lines.slice(first);
  const steps = readSteps(head);
  const note = (name: string): string | undefined => {
    const found = steps.find((step) => step.text.startsWith(`# ${name}: `));
    return found?.text.slice(name.length + 4);
  };
  const unsettled = note('not settled');
  const notAsRoot = note('not as root');
  return {
    steps,
    repositories: (note('repositories') ?? '').split(/, */).filter((name) => name !== ''),
    ...(unsettled === undefined ? {} : { unsettled }),
    ...(notAsRoot === undefined ? {} : { notAsRoot }),
    files: readFiles(tail),
    tail: tail.join('\n'),
  };
}

function readSteps(lines: readonly string[]): Step[] {
  const steps: (Step & { expected?: string[]; answers?: string[] })[] = [];
  for (const text of lines) {
    const last = steps.at(-1);
    const match = COMMAND.exec(text);
    if (match !== null) {
      const code = text.startsWith('$') ? 0 : Number(match[1] === '' ? 1 : match[1]);
      steps.push({ kind: 'command', text, line: match[2]!, code, answers: [], expected: [] });
    } else if (text.startsWith('# ') || text === '#') steps.push({ kind: 'comment', text });
    else if (last?.kind === 'command') {
      const answer = ANSWER.exec(text);
      if (answer !== null && last.expected!.length === 0) last.answers!.push(answer[1] ?? '');
      else last.expected!.push(text);
    } else if (text !== '') throw new Error(`neither a comment nor a command: ${text}`);
  }
  for (const step of steps) while (step.expected?.at(-1) === '') step.expected.pop();
  return steps as Step[];
}

function readFiles(lines: readonly string[]): LaidFile[] {
  const files: LaidFile[] = [];
  for (let at = 0; at < lines.length; ) {
    const header = HEADER.exec(lines[at]!)![1]!;
    let end = at + 1;
    while (end < lines.length && !HEADER.test(lines[end]!)) end++;
    // What ends the file ends the last line too; any other section ends before the newline of the next header.
    const body = lines.slice(at + 1, end === lines.length && lines.at(-1) === '' ? end - 1 : end);
    files.push(readFile(header, body));
    at = end;
  }
  return files;
}

function readFile(header: string, lines: readonly string[]): LaidFile {
  const link = /^(.+) -> (.+)$/.exec(header);
  if (link !== null) return { path: pathOf(link[1]!), linkTo: link[2]! };
  const match = /^(.+?)(?: \(([a-zA-Z0-9, -]+)\))?$/.exec(header)!;
  const marks = (match[2] ?? '').split(/, */).filter((mark) => mark !== '');
  const known = ['executable', 'no final newline', 'crlf', 'bom', 'base64', 'latin1'];
  for (const mark of marks) if (!known.includes(mark)) throw new Error(`-- ${header} --: no mark "${mark}"`);
  const newline = marks.includes('crlf') ? '\r\n' : '\n';
  let text = lines.length === 0 ? '' : lines.join(newline) + newline;
  if (marks.includes('no final newline')) text = text.slice(0, -newline.length);
  if (marks.includes('bom')) text = `\ufeff${text}`;
  const encoding = marks.includes('base64') ? 'base64' : marks.includes('latin1') ? 'latin1' : 'utf8';
  return { path: pathOf(match[1]!), content: Buffer.from(text, encoding), executable: marks.includes('executable') };
}

/** A name with a line break or with spaces around it is written as a JSON text. */
function pathOf(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

/** Writes a scenario with these outputs, command by command; everything else stays as it was. */
export function writeScenario(scenario: Scenario, outputs: readonly (readonly string[])[]): string {
  const lines: string[] = [];
  let command = 0;
  for (const [index, step] of scenario.steps.entries()) {
    const before = scenario.steps[index - 1];
    // A blank line sets a command with its output apart from what follows.
    if (before?.kind === 'command' && (step.kind === 'comment' || outputs[command - 1]!.length > 0)) lines.push('');
    if (before?.kind === 'comment' && step.kind === 'command' && isHead(scenario.steps, index)) lines.push('');
    lines.push(step.text);
    if (step.kind === 'command') lines.push(...step.answers.map((answer) => `? ${answer}`), ...outputs[command++]!);
  }
  return `${[...lines, ''].join('\n')}${scenario.tail === '' ? '' : `\n${scenario.tail}`}`;
}

function isHead(steps: readonly Step[], index: number): boolean {
  return steps.slice(0, index).every((step) => step.kind === 'comment');
}
