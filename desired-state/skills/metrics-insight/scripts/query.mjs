#!/usr/bin/env node
// Runs a named query of references/queries.sql, or a SELECT, on QuestDB over HTTP and prints a table. Node 18 or newer.
import fs from 'node:fs';

const USAGE = `usage: query.mjs list
       query.mjs NAME [--days N] [--project NAME] [--json]
       query.mjs sql "SELECT …" [--json]
QuestDB is expected at $QUESTDB_HOST:$QUESTDB_HTTP_PORT (localhost:9000).`;
const TIMEOUT_MS = 15_000;

class Refused extends Error {}

/** The named queries: name to what it shows and its text. */
function namedQueries() {
  const text = fs.readFileSync(new URL('../references/queries.sql', import.meta.url), 'utf8');
  const found = new Map();
  for (const [, name, about, sql] of text.matchAll(/^-- ([a-z-]+): (.*)\n((?:(?!^--).*\n?)*)/gm)) {
    found.set(name, { about, sql: sql.trim().replace(/;$/, '') });
  }
  return found;
}

/** Puts the arguments into a named query. They come from a command line, so nothing but plain words is let in. */
function fill(sql, { days, project }) {
  if (!/^[1-9]\d{0,3}$/.test(days)) throw new Refused('--days wants a whole number from 1 to 9999');
  if (project !== undefined && !/^[\w.-]+$/.test(project)) throw new Refused('--project wants a name');
  return sql
    .replaceAll('$days', days)
    .replaceAll('$project', project === undefined ? '' : `AND project = '${project}'`);
}

/** A single statement that only reads. */
function onlySelect(sql) {
  const text = sql.trim().replace(/;$/, '');
  const bare = text.replace(/'(?:[^']|'')*'/g, "''");
  if (!/^(select|with)\b/i.test(bare)) throw new Refused('only SELECT is allowed');
  if (/;|--|\/\*/.test(bare)) throw new Refused('one statement without comments is allowed');
  return text;
}

/** Asks QuestDB; gives columns and rows. */
async function ask(sql) {
  const host = process.env.QUESTDB_HOST || 'localhost';
  const port = process.env.QUESTDB_HTTP_PORT || '9000';
  const url = new URL(`http://${host}:${port}/exec`);
  url.searchParams.set('query', sql);
  let answer;
  try {
    answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    throw new Refused(`QuestDB at ${host}:${port} does not answer (${error.cause?.code ?? error.name})`);
  }
  const body = await answer.json().catch(() => ({ error: `HTTP ${answer.status}` }));
  if (body.error)
    throw new Refused(`QuestDB: ${body.error}${body.position === undefined ? '' : ` (at ${body.position})`}\n${sql}`);
  return { columns: body.columns.map((each) => each.name), rows: body.dataset };
}

// 83.30000000000001 is 83.3: more than four decimals is noise.
const cell = (value) =>
  value === null ? '-' : String(typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value);

function table({ columns, rows }) {
  if (rows.length === 0) return 'no rows: not measured in this time';
  const lines = [columns, ...rows.map((row) => row.map(cell))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  const print = (line) =>
    line
      .map((each, at) => each.padEnd(widths[at]))
      .join('  ')
      .trimEnd();
  return [print(columns), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1).map(print)].join('\n');
}

function read(args) {
  const asked = { days: '7', project: undefined, json: false, words: [] };
  while (args.length > 0) {
    const each = args.shift();
    if (each === '--json') asked.json = true;
    else if (each === '--days' || each === '--project') {
      const value = args.shift();
      if (value === undefined) throw new Refused(`${each} needs a value`);
      asked[each.slice(2)] = value;
    } else asked.words.push(each);
  }
  return asked;
}

async function main(args) {
  const asked = read(args);
  const [name, text] = asked.words;
  const queries = namedQueries();
  if (name === 'list') {
    for (const [each, { about }] of queries) console.log(`${each.padEnd(16)} ${about.replace('$days', 'N')}`);
    return;
  }
  const isSql = name === 'sql' && text !== undefined;
  if (asked.words.length !== (isSql ? 2 : 1) || (!isSql && !queries.has(name))) {
    console.error(
      name === undefined || name === 'sql' ? USAGE : `query: there is no query "${asked.words.join(' ')}"\n${USAGE}`,
    );
    process.exitCode = 2;
    return;
  }
  const result = await ask(isSql ? onlySelect(text) : fill(queries.get(name).sql, asked));
  console.log(asked.json ? JSON.stringify(result, null, 2) : table(result));
}

main(process.argv.slice(2)).catch((error) => {
  if (!(error instanceof Refused)) throw error;
  console.error(`query: ${error.message}`);
  process.exitCode = 1;
});
