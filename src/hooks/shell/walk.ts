import type { CommandNode, CompoundList, Pipeline, PipelineNode, Statement, TestCommand } from 'unbash';
import { simpleCommand, writesOf } from './command.ts';
import { expandWord, visitSubstitutions } from './expand.ts';
import { isForkBomb } from './fork-bomb.ts';
import { deeper, type Feed, type Frame, type Invocation, type Run } from './invocation.ts';
import { outputText } from './output.ts';
import { fork, merge } from './state.ts';

/** Evaluates statements in order and gives the commands that they run. */
export function walkStatements(statements: readonly Statement[], frame: Frame, run: Run): Invocation[] {
  const start = run.invocations.length;
  for (const statement of statements) {
    const inner = statement.background ? { ...frame, state: fork(frame.state) } : frame;
    walkAndOr(statement.command, inner, run);
  }
  return run.invocations.slice(start);
}

function walkAndOr(node: Statement['command'], frame: Frame, run: Run): void {
  if (node.type !== 'AndOr') {
    const before = frame.state.cwd;
    walkNode(node, frame, run);
    noteFallback(before, frame);
    return;
  }
  const before = frame.state.cwd;
  let afterFirst: ReturnType<typeof fork> | undefined;
  node.commands.forEach((command, index) => {
    const operator = node.operators[index - 1];
    if (operator === '||') {
      const branch = fork(frame.state);
      walkNode(command, { ...frame, state: branch }, run);
      // `cd x || exit` and `cd x || return` leave no shell that could go on in the wrong folder.
      if (endsShell(command)) frame.state.fallbackCwd = undefined;
      else merge(frame.state, branch);
      return;
    }
    walkNode(command, frame, run);
    if (index === 0) afterFirst = fork(frame.state);
  });
  if (afterFirst) mergeValues(frame, afterFirst);
  if (!node.operators.includes('||')) noteFallback(before, frame);
}

/** After `a && D=/tmp`, D may still hold what it held before. */
function mergeValues(frame: Frame, earlier: ReturnType<typeof fork>): void {
  for (const [name, values] of earlier.vars) {
    const now = frame.state.vars.get(name);
    if (now && now !== values) frame.state.vars.set(name, [...new Set([...now, ...values])].slice(0, 16));
  }
}

/** A `cd` whose failure nothing looks at leaves the commands after it in the old folder. */
function noteFallback(before: string, frame: Frame): void {
  const { state } = frame;
  if (state.cwd !== before) state.fallbackCwd = state.errexit ? undefined : before;
}

function endsShell(node: PipelineNode): boolean {
  if (node.type === 'BraceGroup') {
    const last = node.body.commands.at(-1)?.command;
    return last !== undefined && last.type !== 'AndOr' && endsShell(last);
  }
  return node.type === 'Command' && /^(?:exit|return|break|continue)$/.test(node.name?.value ?? '');
}

function walkNode(node: PipelineNode, frame: Frame, run: Run): void {
  if (node.type === 'Pipeline') walkPipeline(node, frame, run);
  else walkCommand(node, frame, run);
}

function walkPipeline(node: Pipeline, frame: Frame, run: Run): void {
  const [only] = node.commands;
  if (node.commands.length === 1 && only) {
    walkCommand(only, frame, run);
    return;
  }
  let feed: Feed | undefined = frame.stdin;
  for (const command of node.commands) {
    const start = run.invocations.length;
    walkCommand(command, { ...frame, state: fork(frame.state), stdin: feed }, run);
    const produced = run.invocations.slice(start);
    feed = { text: outputText(produced, run), from: produced };
  }
}

/** Evaluates one command of any kind. */
export function walkCommand(node: CommandNode | CompoundList, frame: Frame, run: Run): void {
  run.spend('commands', 1);
  switch (node.type) {
    case 'Command':
      simpleCommand(node, frame, run);
      return;
    case 'Function':
      if (isForkBomb(node)) run.problems.push({ kind: 'fork-bomb', message: `${node.name.value} starts itself twice` });
      frame.state.functions.set(node.name.value, node.body);
      return;
    case 'Coproc':
      walkCommand(node.body, { ...frame, state: fork(frame.state) }, run);
      return;
    case 'Redirected':
      walkRedirected(node, frame, run);
      return;
    case 'CompoundList':
      walkList(node, frame, run);
      return;
    case 'If':
    case 'For':
    case 'ArithmeticFor':
    case 'Select':
    case 'While':
    case 'Subshell':
    case 'BraceGroup':
    case 'Case':
    case 'TestCommand':
    case 'ArithmeticCommand':
      walkCompound(node, deeper(frame, '', { via: frame.via }), run);
  }
}

function walkRedirected(node: CommandNode & { type: 'Redirected' }, frame: Frame, run: Run): void {
  const { writes, stdin } = writesOf(node.redirects, frame, run);
  if (writes.length > 0) run.call({ words: [':'], env: new Map(), writes, stdin: undefined }, frame);
  walkCommand(node.command, { ...frame, stdin: stdin ?? frame.stdin }, run);
}

type Compound = Exclude<CommandNode, { type: 'Command' | 'Function' | 'Coproc' | 'Redirected' }>;

function walkCompound(node: Compound, frame: Frame, run: Run): void {
  switch (node.type) {
    case 'Subshell':
      walkList(node.body, { ...frame, state: fork(frame.state) }, run);
      return;
    case 'BraceGroup':
      walkList(node.body, frame, run);
      return;
    case 'If':
      walkList(node.clause, frame, run);
      walkBranch(node.then, frame, run);
      for (const branch of node.elif) {
        walkList(branch.clause, frame, run);
        walkBranch(branch.then, frame, run);
      }
      if (node.else) walkBranch(node.else, frame, run);
      return;
    case 'While':
      walkList(node.clause, frame, run);
      walkBranch(node.body, frame, run);
      return;
    case 'For':
    case 'Select': {
      const words = node.wordlist?.flatMap((word) => expandWord(word, frame, run));
      frame.state.vars.set(node.name.value, words ?? frame.state.positional ?? ['\0']);
      walkBranch(node.body, frame, run);
      return;
    }
    case 'ArithmeticFor':
      for (const part of [node.initialize, node.test, node.update]) visitSubstitutions(part, frame, run);
      walkBranch(node.body, frame, run);
      return;
    case 'Case':
      visitSubstitutions(node.word, frame, run);
      for (const item of node.items) walkBranch(item.body, frame, run);
      return;
    case 'ArithmeticCommand':
      visitSubstitutions(node.expression, frame, run);
      return;
    case 'TestCommand':
      walkTest(node, frame, run);
      return;
  }
}

function walkTest(node: TestCommand, frame: Frame, run: Run): void {
  // forEachChild of a test gives its expression, whose words may hold substitutions.
  visitSubstitutions(node, frame, run);
}

function walkBranch(list: CompoundList, frame: Frame, run: Run): void {
  const branch = fork(frame.state);
  walkList(list, { ...frame, state: branch }, run);
  merge(frame.state, branch);
}

function walkList(list: CompoundList, frame: Frame, run: Run): void {
  walkStatements(list.commands, frame, run);
}
