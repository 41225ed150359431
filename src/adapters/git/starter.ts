// The program of the process that starts git for a large apply; see away.ts.
import type { Command } from './command.ts';
import type { Person } from './config.ts';
import { program } from './process.ts';

export type Order = { readonly person: Person } | { readonly id: number; readonly command: Omit<Command, 'person'> };

let person: Person = { environment: {} };

process.on('message', (order: Order) => {
  if ('person' in order) person = order.person;
  else void program({ ...order.command, person }).then((ended) => process.send?.({ id: order.id, ended }));
});
// Whether to stop is decided by the one who gives the orders; git at work is not left without anybody who hears of its end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
