/** The list of what was told as it happened, which `metrics ingest` leaves out. The hooks add to it too. */
export interface Recorded {
  /** Adds ids of requests and calls of a session, each without a line break; many processes may add at once. @throws DiskError */
  note(session: string, ids: readonly string[]): void;
}
