import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { findClient, isolation } from './find.ts';
import type { Received } from './telemetryInside.ts';

// The telemetry of the real Claude Code, taken by the built program. It runs where the client is, as client.test.ts does.

const client = findClient();
const enter = isolation();
const missing =
  client === undefined ? 'no Claude Code: set RECONCILE_CLIENT' : enter === undefined ? 'no namespaces' : undefined;

describe.skipIf(missing !== undefined)(
  `the telemetry of the real client${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    let received: Received;
    beforeAll(() => {
      const program = [process.execPath, '--import', 'tsx', join(import.meta.dirname, 'telemetryInside.ts'), client!];
      const [command, ...args] = [...enter!, ...program];
      const options = { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8', timeout: 240_000 } as const;
      received = JSON.parse(execFileSync(command!, args, options)) as Received;
    }, 300_000);

    const rows = (table: string, column: string, value: string): Record<string, unknown>[] =>
      received.rows.filter((row) => row['table'] === table && row[column] === value);

    test('the session ends well, and nothing that it sends is refused or of an unknown kind', () => {
      expect(received, received.said).toMatchObject({ code: 0, report: { unknown: {}, refused: {} } });
      expect(received.report.requests).toBeGreaterThan(1);
    });

    test('each call is told once, with how it ended and how long it took', () => {
      const calls = received.rows.filter((row) => row['table'] === 'claude_tool_usage');
      expect(calls.map((row) => [row['tool_name'], row['outcome'], row['project']])).toEqual([
        ['Bash', 'error', 'shop'],
        ['Read', 'ok', 'shop'],
        ['Edit', 'ok', 'shop'],
      ]);
      for (const { duration_ms: duration } of calls) expect(duration).toBeTypeOf('number');
    });

    test('each request is told with its cost by its id', () => {
      const costs = rows('claude_events', 'category', 'cost');
      expect(costs).toHaveLength(4);
      expect(new Set(costs.map((row) => row['event_id'])).size).toBe(4);
      for (const { value } of costs) expect(value).toBeGreaterThan(0);
    });

    test('an edit that was accepted is told as the report SPACE asks for it, and the lines of it too', () => {
      const accepted = rows('claude_events', 'event_type', 'edit_accept');
      expect(accepted).toMatchObject([{ tool_name: 'Edit', value: 1 }]);
      expect(rows('claude_events', 'event_type', 'lines_added')).toMatchObject([{ value: 1 }]);
      expect(rows('claude_events', 'event_type', 'edit_reject')).toEqual([]);
    });
  },
);
