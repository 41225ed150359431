import manifest from '../package.json' with { type: 'json' };
import { realDisk } from './adapters/disk/disk.ts';
import { realLister } from './adapters/disk/lister.ts';
import { gitReader } from './adapters/git/reader.ts';
import { lineLog } from './adapters/log/log.ts';
import { type AbsPath, absolute, join, type RelPath } from './core/values/paths.ts';
import type { World } from './engine/world.ts';
import type { Parts } from './surfaces/cli/terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where this machine's state is kept (XDG base directory specification, which has a relative path ignored). */
function stateFolder(env: Environment, home: AbsPath): AbsPath {
  const base = env['XDG_STATE_HOME'];
  const root =
    base?.startsWith('/') === true ? absolute(base, '/' as AbsPath, home) : join(home, '.local/state' as RelPath);
  return join(root, 'reconcile' as RelPath);
}

/** Puts the real adapters together. `packageFolder` tells where this program and its library are. What starts processes or loads packages is loaded when it is first asked for. */
export function compose(env: Environment, home: AbsPath, packageFolder: () => AbsPath): Parts {
  const person = { home, environment: env };
  const disk = realDisk();
  const stateDir = stateFolder(env, home);
  const now = (): number => Date.now();
  return {
    version: manifest.version,
    packageFolder,
    now,
    readers: () => ({ disk, lister: realLister, git: gitReader(person), home, stateDir, env }),
    async world(log): Promise<World> {
      const [{ makeGit }, { fileLeases }, { realClock, realRandom }, { recordEvents }] = await Promise.all([
        import('./adapters/git/git.ts'),
        import('./adapters/lease/file.ts'),
        import('./adapters/clock/clock.ts'),
        import('./adapters/spool/record.ts'),
      ]);
      const leases = fileLeases(join(stateDir, 'leases' as RelPath), now);
      return {
        disk,
        lister: realLister,
        home,
        stateDir,
        env,
        git: makeGit(person),
        leases,
        clock: realClock,
        random: realRandom,
        log,
        record: recordEvents(stateDir),
      };
    },
    log: (write, level) => lineLog(write, level, now),
    schedules: async () => (await import('./adapters/schedule/cron.ts')).cronSchedules,
    programs: async () => (await import('./adapters/program/program.ts')).realPrograms,
    async feeds() {
      const [{ diskTranscripts }, { diskKeptFile }, { collectGarbage }, { spoolWriter }] = await Promise.all([
        import('./adapters/transcripts/transcripts.ts'),
        import('./adapters/transcripts/kept.ts'),
        import('./adapters/transcripts/garbage.ts'),
        import('./adapters/spool/writer.ts'),
      ]);
      return {
        transcripts: diskTranscripts(),
        kept: diskKeptFile(`${stateDir}/ingest/transcripts`),
        spool: spoolWriter(stateDir),
        collectGarbage,
      };
    },
    async telemetry() {
      const [{ httpReceiver }, { recordedLists }, { diskTranscripts }, { spoolWriter }] = await Promise.all([
        import('./adapters/otlp/receiver.ts'),
        import('./adapters/spool/recorded.ts'),
        import('./adapters/transcripts/transcripts.ts'),
        import('./adapters/spool/writer.ts'),
      ]);
      return {
        receiver: httpReceiver,
        recorded: recordedLists(stateDir),
        transcripts: diskTranscripts(),
        spool: () => spoolWriter(stateDir),
      };
    },
    spool: async () => (await import('./adapters/spool/spool.ts')).fileSpool(join(stateDir, 'spool' as RelPath)),
    database: async (address) => (await import('./adapters/metrics/questdb.ts')).questdb(address),
    probe: async () => (await import('./adapters/probe/probe.ts')).realProbe,
    queue: async () => (await import('./adapters/queue/memory.ts')).memoryQueue(),
  };
}
