import type { CanonicalDocument } from '../../../generated/canonical.ts';
import { type AbsPath, type RelPath, relPath } from '../values/paths.ts';
import type { Monitoring, MonitoringPart, Services } from './canonical.ts';
import type { Path } from './places.ts';
import { lineOf, type Reading, readPath, wrong } from './reading.ts';

type Infrastructure = NonNullable<CanonicalDocument['infrastructure']>;

const AT: Path = ['infrastructure', 'monitoring'];
const ALL: readonly MonitoringPart[] = ['dashboard', 'alerts', 'datasource', 'provider'];

/** `infrastructure.monitoring`: undefined when it names no folder, or a wrong one, which is reported. */
export function readMonitoring(reading: Reading, infrastructure: Infrastructure): Monitoring | undefined {
  const written = infrastructure.monitoring ?? {};
  if (written.path === undefined) return undefined;
  const path = readPath(reading, [...AT, 'path'], written.path);
  if (path === undefined) return undefined;
  const dashboards = readInside(reading, path, 'dashboards', written.dashboards, 'grafana/dashboards');
  const alerts = readInside(reading, path, 'alerts', written.alerts, 'grafana/provisioning/alerting');
  if (dashboards === undefined || alerts === undefined) return undefined;
  const questdb = infrastructure.questdb ?? {};
  return {
    path,
    place: lineOf(reading, AT),
    dashboards,
    alerts,
    generate: written.generate === undefined ? ALL : (written.generate ?? []),
    dashboardsInGrafana: written.dashboards_in_grafana ?? `${path}/${dashboards}`,
    questdb: { host: written.questdb_in_grafana ?? questdb.host ?? 'localhost', port: questdb.pg_port ?? 8812 },
  };
}

/** A folder inside `root`: what is made there is recorded as that target's. */
function readInside(
  reading: Reading,
  root: AbsPath,
  key: 'dashboards' | 'alerts',
  text: string | undefined,
  fallback: string,
): RelPath | undefined {
  if (text === undefined) return fallback as RelPath;
  const at = [...AT, key];
  const folder = readPath(reading, at, text);
  if (folder === undefined) return undefined;
  const inside = folder.startsWith(`${root}/`) ? relPath(folder.slice(root.length + 1)) : { refused: '' };
  if ('path' in inside) return inside.path;
  wrong(reading, at, `is not inside infrastructure.monitoring.path (${root}).`, 'Name a folder in it.');
  return undefined;
}

/** Where the services are that canonical.yaml names, with the ports that they have by default. */
export function readServices({ questdb, redis, monitoring }: Infrastructure): Services {
  return {
    ...(questdb == null
      ? {}
      : {
          questdb: {
            host: questdb.host ?? 'localhost',
            httpPort: questdb.http_port ?? 9000,
            ilpPort: questdb.ilp_port ?? 9009,
            pgPort: questdb.pg_port ?? 8812,
          },
        }),
    ...(redis == null ? {} : { redis: { host: redis.host ?? 'localhost', port: redis.port ?? 6379 } }),
    ...(monitoring == null ? {} : { grafana: { host: 'localhost', port: monitoring.grafana_port ?? 3000 } }),
  };
}
