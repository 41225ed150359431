/** Milliseconds of the processor that the work below takes on an idle machine with cores of 2.5 GHz: fastest of ten runs. */
const IDLE_MS = 75;

const RULES = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => `Bash(command-${index}:*)`));

/**
 * How many times as long this machine computes just now as an idle one; at least 1. Others on the machine take caches and memory from a test,
 * which makes even its own processor time longer.
 */
export function slowness(): number {
  const begun = process.cpuUsage().user;
  for (let round = 0; round < 6; round++) {
    const rules = JSON.parse(RULES) as string[];
    rules.sort((a, b) => (a.slice(5) < b.slice(5) ? 1 : -1));
    if (!/Bash\(command-9+:/.test(JSON.stringify(rules))) throw new Error('the work was not done');
  }
  return Math.max(1, (process.cpuUsage().user - begun) / 1000 / IDLE_MS);
}
