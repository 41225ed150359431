/** How a service was found. */
export type Probed =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string; readonly ms: number }
  /** Why not, for people: `connection refused`. */
  | { readonly kind: 'silent'; readonly because: string };

/** Looks whether services answer. Never rejects, and never takes longer than it is given. */
export interface Probe {
  /** GETs a URL; the body is cut to what a health answer needs. */
  http(url: string, ms: number): Promise<Probed>;
  /** Connects, sends a text when there is one, and gives the first that comes back; without a text the connection is the answer. */
  tcp(address: { readonly host: string; readonly port: number; readonly say?: string }, ms: number): Promise<Probed>;
}
