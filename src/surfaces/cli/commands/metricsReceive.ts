import { InputError } from '../../../core/values/problem.ts';
import { receivedJson, receivedText, receivingJson, receivingText } from '../../../core/views/receiveText.ts';
import { receive } from '../../../engine/metrics/receive.ts';
import { RECEIVE_LEASE } from '../../../engine/metrics/receiveDelay.ts';
import { ListenError } from '../../../ports/otlp.ts';
import type { CommonOptions } from '../common.ts';
import type { Terminal } from '../terminal.ts';
import { usualRoots } from '../transcriptRoots.ts';

export interface MetricsReceiveOptions extends CommonOptions {
  readonly port: number;
  readonly host: string;
  readonly allowRemote?: true;
}

/** `reconcile metrics receive`: takes telemetry until it is asked to stop. @returns the exit code @throws InputError */
export async function metricsReceiveCommand(terminal: Terminal, options: MetricsReceiveOptions): Promise<number> {
  const { port, host, allowRemote, json, quiet } = options;
  if (!isLoopback(host) && allowRemote !== true) {
    throw wrong(
      '--host',
      `${host} may be reached by other machines, and whoever reaches it can write rows.`,
      'Use 127.0.0.1, or give --allow-remote where only machines that you trust reach it.',
    );
  }
  const world = await terminal.parts.world(terminal.parts.log((text) => terminal.err.write(text), 'warn'));
  const telemetry = await terminal.parts.telemetry();
  const held = world.leases.acquire(RECEIVE_LEASE, 'metrics receive');
  if ('heldBy' in held) {
    const { pid, host: where } = held.heldBy;
    throw wrong('metrics receive', `another one receives already (process ${pid} on ${where}).`, 'One is enough.');
  }
  const stop = new AbortController();
  terminal.onStop(() => stop.abort());
  try {
    const report = await receive(
      { disk: world.disk, clock: world.clock, stateDir: world.stateDir, ...telemetry },
      {
        port,
        host,
        remote: allowRemote === true,
        roots: usualRoots(terminal),
        signal: stop.signal,
        onTrouble(message) {
          terminal.err.write(`${message}\n`);
        },
        onServing(at) {
          if (json === true) terminal.out.write(receivingJson(at));
          else if (quiet !== true) terminal.err.write(receivingText(at));
        },
      },
    );
    if (json === true) terminal.out.write(receivedJson(report));
    else if (quiet !== true) terminal.err.write(receivedText(report));
    return 0;
  } catch (error) {
    if (!(error instanceof ListenError)) throw error;
    throw wrong('metrics receive', `${error.message}.`, remedyOf(error));
  } finally {
    held.lease.release();
  }
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i.test(host);
}

function remedyOf({ code }: ListenError): string {
  if (code === 'EADDRINUSE') return 'Something listens there, perhaps a collector; give another --port.';
  return code === 'EACCES' ? 'Give a --port of 1024 or more.' : 'Give an address of this machine as --host.';
}

function wrong(file: string, message: string, remedy: string): InputError {
  return new InputError([{ place: { file }, severity: 'error', message, remedy }]);
}
