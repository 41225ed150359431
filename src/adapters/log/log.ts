import { printable } from '../../core/views/printable.ts';
import type { Fields, Log } from '../../ports/log.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const RANK: Readonly<Record<Level, number>> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

/** One line a message on a stream: time, level, text, then `name=value` for each field, quoted where needed. */
export function lineLog(write: (text: string) => void, level: Level, now: () => number): Log {
  const say = (rank: Exclude<Level, 'silent'>) => (text: string, fields?: Fields) => {
    if (RANK[rank] < RANK[level]) return;
    write(`${new Date(now()).toISOString()} ${rank.padEnd(5)} ${text}${fieldsText(fields ?? {})}\n`);
  };
  return { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
}

function fieldsText(fields: Fields): string {
  let text = '';
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const shown = typeof value === 'string' && /^$|[\s"=]/.test(value) ? JSON.stringify(value) : String(value);
    text += ` ${name}=${printable(shown)}`;
  }
  return text;
}
