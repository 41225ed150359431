import type { CanonicalDocument } from '../../../generated/canonical.ts';
import type { MetricsSettings } from './canonical.ts';

/** `metrics:` with its defaults. Names of tables are checked where the tables are known. */
export function readMetrics(metrics: CanonicalDocument['metrics']): MetricsSettings {
  return {
    ...(metrics?.tables == null ? {} : { tables: metrics.tables }),
    retention: metrics?.retention ?? {},
    spool: { keep: metrics?.spool?.keep ?? '30d', maxMb: metrics?.spool?.max_mb ?? 512 },
  };
}
