import { type CommandNode, forEachChild, type SyntaxNode } from 'unbash';

/** Whether a function starts itself more than once, or starts itself in the background: `:(){ :|:& };:`. */
export function isForkBomb(definition: CommandNode & { type: 'Function' }): boolean {
  const name = definition.name.value;
  let bomb = false;
  const waiting: SyntaxNode[] = [definition.body];
  for (let node = waiting.pop(); node && !bomb; node = waiting.pop()) {
    if (node.type === 'Pipeline' && node.commands.filter((command) => calls(command, name)).length > 1) bomb = true;
    else if (node.type === 'Statement' && node.background) bomb = callsSomewhere(node.command, name);
    forEachChild(node, (child) => waiting.push(child));
  }
  return bomb;
}

function callsSomewhere(node: SyntaxNode, name: string): boolean {
  if (node.type === 'Pipeline' || node.type === 'AndOr') {
    return node.commands.some((command) => callsSomewhere(command, name));
  }
  return calls(node, name);
}

function calls(node: SyntaxNode, name: string): boolean {
  return node.type === 'Command' && node.name?.value === name;
}
