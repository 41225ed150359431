import { parse } from 'yaml';

interface Column {
  readonly type: string;
  readonly about: string;
}

interface Table {
  readonly about: string;
  readonly partition: string;
  readonly retention: string;
  readonly keys: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
}

const BANNER = '/* Made from schemas/ by `npm run generate`; changes here are lost. */';

const TYPES: Readonly<Record<string, string>> = {
  SYMBOL: 'string',
  VARCHAR: 'string',
  LONG: 'number',
  DOUBLE: 'number',
  BOOLEAN: 'boolean',
  TIMESTAMP: 'string | number',
};
const PARTITIONS = ['DAY', 'MONTH'];

/**
 * The text of generated/metrics.ts: the type of a row of each table, and the tables as data.
 * @throws Error when a table of schemas/metrics.yaml is not what its own comment says
 */
export function metricsTypes(yaml: string): string {
  const tables = parse(yaml) as Readonly<Record<string, Table>>;
  for (const [name, table] of Object.entries(tables)) check(name, table);
  const names = Object.keys(tables);
  return [
    BANNER,
    '',
    '/** A text is a moment in ISO 8601 with its zone, a number is microseconds since 1970. */',
    'export type Moment = string | number;',
    '',
    ...Object.entries(tables).map(([name, table]) => rowType(name, table)),
    '/** The type of a row of each table. */',
    'export interface MetricsRows {',
    ...names.map((name) => `  ${name}: ${typeName(name)};`),
    '}',
    '',
    'export type MetricsTable = keyof MetricsRows;',
    '',
    '/** schemas/metrics.yaml as it is. */',
    `export const METRICS = ${JSON.stringify(tables, null, 2)} as const;`,
    '',
  ].join('\n');
}

function check(name: string, table: Table): void {
  const wrong = (what: string): never => {
    throw new Error(`schemas/metrics.yaml: ${name}: ${what}`);
  };
  const [first] = Object.entries(table.columns);
  if (first?.[0] !== 'timestamp' || first[1].type !== 'TIMESTAMP')
    wrong('its first column is not a TIMESTAMP `timestamp`');
  if (table.keys[0] !== 'timestamp') wrong('its first key is not `timestamp`');
  if (!PARTITIONS.includes(table.partition)) wrong(`partition is none of ${PARTITIONS.join(', ')}`);
  for (const key of table.keys) if (table.columns[key] === undefined) wrong(`its key ${key} is no column`);
  for (const [column, { type, about }] of Object.entries(table.columns)) {
    if (TYPES[type] === undefined) wrong(`${column} has a type that is none of ${Object.keys(TYPES).join(', ')}`);
    if (!about?.endsWith('.')) wrong(`${column} has no sentence about it`);
  }
}

function rowType(name: string, table: Table): string {
  const columns = Object.entries(table.columns).map(([column, { type, about }]) => {
    const own = type === 'TIMESTAMP' ? 'Moment' : TYPES[type]!;
    const field = column === 'timestamp' ? `${column}: ${own}` : `${column}?: ${own} | undefined`;
    return `  /** ${about} */\n  readonly ${field};`;
  });
  return `/** ${table.about} */\nexport interface ${typeName(name)} {\n${columns.join('\n')}\n}\n`;
}

/** `claude_tool_usage` → `ClaudeToolUsageRow`. */
function typeName(table: string): string {
  const words = table.split('_').map((word) => `${word[0]!.toUpperCase()}${word.slice(1)}`);
  return `${words.join('')}Row`;
}
