import type { Change } from '../plan/plan.ts';
import { tilde } from '../values/paths.ts';
import type { Origin } from '../values/target.ts';

interface Explained {
  readonly target: string;
  readonly root: string;
  readonly path: string;
  readonly blocked?: string;
  readonly entries: readonly { readonly address: string; readonly origin: Origin; readonly change?: Change }[];
  readonly onDisk: boolean;
}

/** Which rule put something here, per target; targets that have nothing there are only told when none has. */
export function whyText(explanations: readonly Explained[], home: string): string {
  const found = explanations.filter((explanation) => explanation.entries.length > 0);
  if (found.length === 0) {
    const there = explanations.find((explanation) => explanation.onDisk);
    const path = explanations[0]?.path ?? '';
    if (there === undefined) return `Nothing of ours is at ${path}, and nothing else either.\n`;
    return `${path} in ${there.target} is not ours: nothing in canonical.yaml selects it, so it is never touched.\n`;
  }
  return found.map((explanation) => one(explanation, home)).join('\n');
}

function one({ target, root, entries, blocked }: Explained, home: string): string {
  const lines = [`${target}  ${tilde(root, home)}`];
  for (const { address, origin, change } of entries) {
    lines.push(`  ${address}`);
    lines.push(`    because  ${origin.selector}${origin.place === undefined ? '' : ` (${origin.place})`}`);
    if (origin.source !== undefined) lines.push(`    from     ${origin.source}`);
    lines.push(
      `    now      ${change === undefined ? (blocked === undefined ? 'as desired' : `not looked at: ${blocked}`) : `${change.action}: ${change.reason}`}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** The same as JSON. */
export function whyJson(explanations: readonly Explained[]): string {
  const rows = explanations.map(({ target, root, path, entries, blocked, onDisk }) => ({
    target,
    root,
    path,
    managed: entries.length > 0,
    on_disk: onDisk,
    ...(blocked === undefined ? {} : { blocked }),
    entries: entries.map(({ address, origin, change }) => ({
      address,
      origin,
      action: change?.action ?? 'keep',
      reason: change?.reason ?? 'same',
    })),
  }));
  return `${JSON.stringify({ format_version: '1.0', explanations: rows }, null, 2)}\n`;
}
