/**
 * While a receiver runs, transcripts that were changed within this time wait for the next ingest: what telemetry tells of them is on its
 * way. Claude Code sends every five seconds.
 */
export const RECEIVE_DELAY_MS = 60_000;
/** The lease that a receiver holds. */
export const RECEIVE_LEASE = 'metrics-receive';
