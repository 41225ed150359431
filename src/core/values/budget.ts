/** A limit in tokens, and the line of canonical.yaml that sets it. */
export interface TokenLimit {
  readonly tokens: number;
  /** `canonical.yaml:41`. */
  readonly place: string;
}

/** How many tokens what is delivered to a target may cost; what has no limit may cost anything. */
export interface Budget {
  /** All that is loaded in every session. */
  readonly always?: TokenLimit;
  /** One file, each time it is loaded. */
  readonly perItem?: TokenLimit;
}
