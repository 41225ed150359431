import { CronJob, CronTime } from 'cron';
import type { Schedules } from '../../ports/schedule.ts';

/** Cron expressions through the `cron` package: time zones and daylight saving are its business. */
export const cronSchedules: Schedules = {
  start(expression, timeZone, tick) {
    check(expression, timeZone);
    const job = CronJob.from({
      cronTime: expression,
      onTick: tick,
      start: true,
      ...(timeZone === undefined ? {} : { timeZone }),
    });
    return () => {
      void job.stop();
    };
  },
  next(expression, timeZone) {
    return check(expression, timeZone);
  },
};

/** Some expressions parse and never match (30 February): only asking for the next time tells. */
function check(expression: string, timeZone: string | undefined): number {
  let time: CronTime;
  try {
    time = new CronTime(expression, timeZone ?? null);
    return time.sendAt().toMillis();
  } catch (cause) {
    throw new Error(
      `the schedule "${expression}"${timeZone === undefined ? '' : ` in ${timeZone}`} is not usable: ${(cause as Error).message}`,
      { cause },
    );
  }
}
