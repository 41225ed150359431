import type { CountByTable, Emit } from '../../core/metrics/emit.ts';
import { type OtlpEvent, readLogs } from '../../core/metrics/otlp/message.ts';
import type { ReceiveReport } from '../../core/metrics/otlp/report.ts';
import { type Taken, take } from '../../core/metrics/otlp/take.ts';
import type { AbsPath } from '../../core/values/paths.ts';
import { maskText } from '../../core/views/mask.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DiskReader } from '../../ports/disk.ts';
import type { OtlpAnswer, OtlpReceiver, OtlpRequest, Serving } from '../../ports/otlp.ts';
import type { Recorded } from '../../ports/recorded.ts';
import type { SpoolWriter } from '../../ports/spoolWriter.ts';
import type { Transcripts } from '../../ports/transcripts.ts';
import { projectsOfSessions } from './projectsOfSessions.ts';
import { ReceiveTally } from './receiveTally.ts';
import { sessionsOfHooks } from './sessionsOfHooks.ts';

/** What the receiver reaches the outside through. */
export interface ReceiveWorld {
  readonly disk: Pick<DiskReader, 'read' | 'kind'>;
  readonly clock: Clock;
  readonly receiver: OtlpReceiver;
  readonly transcripts: Transcripts;
  readonly recorded: Recorded;
  /** A writer for one request: what it could not write is sent again by the sender, and not by the writer too. */
  readonly spool: () => SpoolWriter;
  readonly stateDir: AbsPath;
}

export interface ReceiveOptions {
  readonly host: string;
  readonly port: number;
  /** Also answers requests that name another host than this machine. */
  readonly remote: boolean;
  /** Where transcripts are, which say the projects of sessions. */
  readonly roots: readonly AbsPath[];
  /** Raised when it shall end. */
  readonly signal: AbortSignal;
  readonly onServing: (serving: Pick<Serving, 'host' | 'port'>) => void;
  readonly onTrouble: (message: string) => void;
}

// By then a hook that records calls has recorded this one.
const HOOKS_MS = 2000;

/** Serves until it is asked to stop, and finishes what is in hand. @throws ListenError */
export async function receive(world: ReceiveWorld, options: ReceiveOptions): Promise<ReceiveReport> {
  const tally = new ReceiveTally();
  const projectOf = projectsOfSessions(world.transcripts, options.roots);
  const serving = await world.receiver.serve(options, {
    async take(request) {
      if (request.signal === 'logs') await letHooksTell(world.clock, request, options.signal);
      return keep(world, request, { tally, projectOf, onTrouble: options.onTrouble });
    },
    refused(status, message) {
      tally.refuse(status, message);
      options.onTrouble(`refused a request (${status}): ${message}`);
    },
  });
  options.onServing(serving);
  await new Promise<void>((resolve) => {
    if (options.signal.aborted) resolve();
    else options.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await serving.close();
  return tally.report();
}

/** Waits where a call has only just ended, for the hook that may record it runs after it. */
async function letHooksTell(clock: Clock, { body }: OtlpRequest, signal: AbortSignal): Promise<void> {
  const isCall = ({ name }: OtlpEvent): boolean => name === 'tool_result' || name === 'tool_decision';
  const now = clock.now();
  let wait = 0;
  for (const { time } of readLogs(body)?.filter(isCall) ?? []) {
    const age = now - (time ?? 0) / 1000;
    if (age >= 0) wait = Math.max(wait, HOOKS_MS - age);
  }
  if (wait > 0) await clock.sleep(wait, signal);
}

interface Keeping {
  readonly tally: ReceiveTally;
  readonly projectOf: (session: string, now: number) => string | undefined;
  readonly onTrouble: (message: string) => void;
}

/** Writes the rows of one request, and then the list of what they tell: broken off in between, the same rows come again. */
function keep(
  world: ReceiveWorld,
  { signal, body }: OtlpRequest,
  { tally, projectOf, onTrouble }: Keeping,
): OtlpAnswer {
  const spool = world.spool();
  const hooks = sessionsOfHooks(world.disk, world.stateDir);
  const noted = new Map<string, Set<string>>();
  const rows: Record<string, number> = {};
  const emit: Emit = (table, row) => {
    rows[table] = (rows[table] ?? 0) + 1;
    spool.append(table, row);
  };
  try {
    const taken = take(signal, body, {
      emit,
      mask: maskText,
      isRecorded: (session, id) => noted.get(session)?.has(id) === true || hooks.isRecorded(session, id),
      record: (session, id) => void (noted.get(session) ?? noted.set(session, new Set()).get(session)!).add(id),
      projectOf(session, attributes) {
        const named = attributes.get('project');
        if (typeof named === 'string' && named !== '') return named.slice(0, 200);
        return (session === undefined ? undefined : projectOf(session, world.clock.now())) ?? 'unknown';
      },
    });
    if (taken === undefined) {
      const message = `the body is no OTLP request for ${signal}: it has no list resource${signal === 'logs' ? 'Logs' : 'Metrics'}.`;
      tally.refuse(400, message);
      onTrouble(`refused a request (400): ${message}`);
      return { kind: 'wrong', message };
    }
    spool.flush();
    for (const [session, ids] of noted) world.recorded.note(session, [...ids]);
    tally.add(taken, rows as CountByTable);
    return answerOf(taken);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    onTrouble(`what was sent could not be kept, and will be sent again: ${message}`);
    return { kind: 'later', message: 'it could not be kept.' };
  }
}

function answerOf({ rejected, reasons }: Taken): OtlpAnswer {
  return rejected === 0 ? { kind: 'taken', rejected } : { kind: 'taken', rejected, message: reasons.join('; ') };
}
