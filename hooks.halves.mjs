// Tells what a program runs nearly always from what it seldom runs, and writes the two apart.
import { runInThisContext } from 'node:vm';
import { parse } from 'acorn';

// Of a shorter function, what stands for it would be as long.
const LEAST = 150;
// A function that runs in so many of the everyday ways is compiled at once.
const OFTEN = 0.5;
const NAMES = ['__later', '__seldom', '__ran'];

/**
 * Rewrites a program so that V8 compiles less of it. What runs often is compiled at once: else V8 reads through it before the program runs, and
 * again when it is called. What seldom runs is taken out; its first call compiles it, in the scope where it stood.
 * @param {string} code an expression in strict mode that gives the program; functions that are called where they stand may be around it
 * @param {(program: any) => Iterable<unknown>} use uses the program in one everyday way after the other
 * @returns {{ often: string, seldom: string[] }} an expression for a function, which takes the texts in `seldom` and gives the program
 */
export function inHalves(code, use) {
  for (const name of NAMES)
    if (code.includes(name)) throw new Error(`${name} stands in a program that is made into halves`);
  const { functions, scopes } = functionsOf(parse(code, { ecmaVersion: 2022 }));
  const shares = sharesOf(code, functions, use);
  const begins = new Map(scopes.map((scope) => [scope, EVALUATE]));
  const seldom = [];
  const edits = [];
  functions.forEach((found, number) => {
    const { node, kind, scope, member, owner } = found;
    const text = asExpression(found, code);
    if (shares[number] < OFTEN) {
      edits.push({ start: node.start, end: node.end, text: standIn(found, seldom.length) });
      seldom.push(text);
    } else if (kind === 'declaration') {
      // V8 takes a function in parentheses for one that is called at once.
      begins.set(scope, `${begins.get(scope)}var ${node.id.name} = ${text};\n`);
      edits.push({ start: node.start, end: node.end, text: '' });
    } else if (owner !== undefined) {
      edits.push({ start: member.start, end: member.end, text: '' });
      edits.push({ start: owner.end, end: owner.end, text: `\n${owner.name}.prototype.${member.key.name} = ${text};` });
    }
  });
  for (const [{ body }, text] of begins) edits.push({ start: body.start + 1, end: body.start + 1, text });
  return { often: `(function (__seldom) { return ${edited(code, edits)}\n})`, seldom };
}

// An `eval` sees the scope that it stands in: what it compiles knows the names that it was written with.
const EVALUATE = '\nconst __later = ((made) => (number) => (made[number] ??= eval(__seldom[number])))([]);\n';

/** What takes the place of a function that seldom runs. */
function standIn({ node, kind }, number) {
  switch (kind) {
    case 'declaration':
      return `function ${node.id.name}(...words) { return __later(${number})(...words); }`;
    case 'arrow':
      return `(...words) => __later(${number})(...words)`;
    case 'method':
      return `(...words) { return __later(${number}).apply(this, words); }`;
  }
}

function asExpression({ node, kind }, code) {
  const text = code.slice(node.start, node.end);
  if (kind !== 'method') return `(${text})`;
  return `(${node.async ? 'async ' : ''}function${node.generator ? '*' : ''}${text})`;
}

/** By function, the share of the everyday ways in which it runs; 1 for one that runs to make the program. */
function sharesOf(code, functions, use) {
  const edits = functions.map(({ node: { body } }, number) => {
    return { start: body.start + 1, end: body.start + 1, text: `__ran(${number});` };
  });
  const ran = new Set();
  const program = runInThisContext(`(function (__ran) { return ${edited(code, edits)}\n})`)((number) =>
    ran.add(number),
  );
  const atOnce = new Set(ran);
  const counts = functions.map(() => 0);
  let ways = 0;
  ran.clear();
  for (const _ of use(program)) {
    ways += 1;
    for (const number of ran) counts[number] += 1;
    ran.clear();
  }
  return counts.map((count, number) => (atOnce.has(number) ? 1 : count / ways));
}

/**
 * The functions that can stand elsewhere: they see no names but those of a scope, which is the body of a function that is called where it stands,
 * and mean nothing by `this`, `super` and the like that only their place can give them.
 */
function functionsOf(tree) {
  const functions = [];
  const scopes = [];
  const look = (node, scope, around) => {
    const parent = around.at(-1);
    if (isFunction(node)) {
      if (parent?.type === 'CallExpression' && parent.callee === node && node.body.type === 'BlockStatement') {
        scopes.push(node);
        for (const statement of node.body.body) look(statement, node, [node]);
        return;
      }
      const found = { node, scope, ...placeOf(node, around) };
      if (scope && found.kind && node.end - node.start >= LEAST && isFree(found)) functions.push(found);
      return;
    }
    // The names of a block are not those of the scope, and a class's field is made for each object.
    if (['BlockStatement', 'PropertyDefinition', 'StaticBlock'].includes(node.type)) return;
    for (const child of childrenOf(node)) look(child, scope, [...around, node]);
  };
  look(tree, undefined, []);
  return { functions, scopes };
}

/** What kind of function stands there; of one that can be given to its class afterwards, also where and by which names. */
function placeOf(node, around) {
  if (node.body.type !== 'BlockStatement') return {};
  if (node.type === 'FunctionDeclaration') return { kind: 'declaration' };
  if (node.type === 'ArrowFunctionExpression') return { kind: 'arrow' };
  const member = around.at(-1);
  if (member.type === 'Property') return member.method && !member.computed ? { kind: 'method' } : {};
  if (member.type !== 'MethodDefinition' || member.kind !== 'method' || member.computed) return {};
  const [holder, declarator, klass] = around.slice(-5);
  const inner = klass.id?.name;
  if (member.static || member.key.type !== 'Identifier') return { kind: 'method', inner };
  if (klass.type === 'ClassDeclaration') return { kind: 'method', member, owner: { name: inner, end: klass.end } };
  if (declarator.type !== 'VariableDeclarator') return { kind: 'method', inner };
  return { kind: 'method', inner, member, owner: { name: declarator.id.name, end: holder.end } };
}

/** Whether a function means the same in another place. `inner` is the name of its class that only the class itself sees. */
function isFree({ node, kind, inner }) {
  const means = (within) => {
    switch (within.type) {
      case 'PrivateIdentifier':
      case 'Super':
      case 'MetaProperty':
        return true;
      case 'ThisExpression':
        return kind === 'arrow';
      case 'Identifier':
        return within.name === inner || (kind === 'arrow' && within.name === 'arguments');
      default:
        return childrenOf(within).some(means);
    }
  };
  return !means(node);
}

function isFunction({ type }) {
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
}

function childrenOf(node) {
  return Object.values(node)
    .flat()
    .filter((value) => typeof value?.type === 'string');
}

/** A text with its edits made. None overlaps another; those for one place stay in their order. */
function edited(text, edits) {
  const parts = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}
