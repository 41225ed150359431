export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** What the holder does: `apply`, `controller`. */
  readonly purpose: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export interface Lease {
  release(): void;
}

/** Sees to it that one process at a time works on a fleet. A lease ends with its holder, however that ended. */
export interface Leases {
  /** @returns the lease, or who holds it now */
  acquire(name: string, purpose: string): { readonly lease: Lease } | { readonly heldBy: Holder };
}
