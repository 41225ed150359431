import type { JsonObject } from '../values/json.ts';
import { paint } from './paint.ts';
import { shown } from './shown.ts';
import { counted } from './wording.ts';

interface Wired {
  readonly event: string;
  readonly matcher: string;
  readonly handler: JsonObject;
  readonly targets: readonly string[];
}

interface Listed {
  readonly name: string;
  readonly file: { readonly path: string };
  readonly wirings: readonly Wired[];
}

/** The hooks of a library, each with the events it is wired to and the targets that have it so. */
export function hookListText(hooks: readonly Listed[], targets: number, color: boolean): string {
  if (hooks.length === 0) return 'The library has no hooks: desired-state/hooks/ is empty.\n';
  const { bold, dim } = paint(color);
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const all = hooks.flatMap((hook) => hook.wirings);
  const eventWidth = widest(all.map((wiring) => eventText(wiring)));
  const optionWidth = widest(all.map((wiring) => optionText(wiring.handler)));
  const blocks = hooks.map((hook) => {
    const head = `${bold(shown(hook.name))}  ${dim(shown(hook.file.path))}`;
    if (hook.wirings.length === 0) return `${head}\n  wired nowhere\n`;
    const lines = hook.wirings.map((wiring) => {
      const parts = [eventText(wiring).padEnd(eventWidth), optionText(wiring.handler).padEnd(optionWidth)];
      return `  ${parts.join('  ')}  ${whoText(wiring.targets, targets)}\n`;
    });
    return `${head}\n${lines.join('')}`;
  });
  return blocks.join('');
}

/** The same as JSON. */
export function hookListJson(hooks: readonly Listed[]): string {
  const rows = hooks.map(({ name, file, wirings }) => ({ name, file: file.path, wirings }));
  return `${JSON.stringify({ format_version: '1.0', hooks: rows }, null, 2)}\n`;
}

function eventText({ event, matcher }: Wired): string {
  return shown(matcher === '*' ? event : `${event} (${matcher})`);
}

function optionText(handler: JsonObject): string {
  const { timeout, onFailure } = handler;
  const parts = [
    ...(typeof timeout === 'number' ? [`${timeout} s`] : []),
    ...(onFailure === 'block' ? ['blocks if it fails'] : []),
    ...(typeof handler['if'] === 'string' ? [`if ${shown(handler['if'])}`] : []),
    ...(handler['async'] === true ? ['in the background'] : []),
  ];
  return parts.join(', ');
}

function whoText(targets: readonly string[], all: number): string {
  if (targets.length === all && all > 1) return 'every target';
  return targets.length > 3 ? counted(targets.length, 'target') : targets.map(shown).join(', ');
}
