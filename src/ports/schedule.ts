/** Wakes something at the times of a cron expression. */
export interface Schedules {
  /**
   * @param expression five or six fields; @param timeZone an IANA name, or undefined for the machine's
   * @returns a function that ends it
   * @throws Error when the expression or the zone means nothing, or no time would ever match
   */
  start(expression: string, timeZone: string | undefined, tick: () => void): () => void;
  /** The next time, in milliseconds since 1970. @throws Error as `start` does */
  next(expression: string, timeZone: string | undefined): number;
}
