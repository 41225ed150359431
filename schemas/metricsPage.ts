import { parse } from 'yaml';

const BEGIN = '<!-- tables: made from schemas/metrics.yaml by `npm run generate` -->';
const END = '<!-- end of tables -->';

interface Table {
  readonly about: string;
  readonly partition: string;
  readonly retention: string;
  readonly keys: readonly string[];
  readonly columns: Readonly<Record<string, { readonly type: string; readonly about: string }>>;
}

/** docs/metrics.md with the documentation of the tables, made anew. @throws Error when the page has no place for it */
export function metricsPage(page: string, yaml: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/metrics.md has no "${BEGIN}" and "${END}"`);
  const tables = Object.entries(parse(yaml) as Readonly<Record<string, Table>>).map(([name, table]) =>
    section(name, table),
  );
  return `${page.slice(0, begin)}${BEGIN}\n\n${tables.join('\n')}\n${page.slice(end)}`;
}

function section(name: string, { about, partition, retention, keys, columns }: Table): string {
  const rows = Object.entries(columns).map(
    ([column, { type, about: says }]) => `| \`${column}\` | ${type} | ${says} |`,
  );
  return [
    `### ${name}`,
    '',
    about,
    `Kept for ${retention} where \`metrics.retention\` says nothing, in partitions of a ${partition.toLowerCase()}; one thing by \`${keys.join('`, `')}\`.`,
    '',
    '| column | type | |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
