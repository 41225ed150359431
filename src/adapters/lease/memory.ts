import type { Holder, Leases } from '../../ports/lease.ts';

/** Leases in memory, for tests: keeps the same contract as the files (test/contract/lease.test.ts). */
export function memoryLeases(self: { pid: number; host: string }, now: () => number): Leases {
  const held = new Map<string, Holder>();
  return {
    acquire(name, purpose) {
      const holder = held.get(name);
      if (holder !== undefined) return { heldBy: holder };
      const mine = { ...self, purpose, since: now() };
      held.set(name, mine);
      return {
        lease: {
          release: () => {
            if (held.get(name) === mine) held.delete(name);
          },
        },
      };
    },
  };
}
