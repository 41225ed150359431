import { readdirSync, readFileSync } from 'node:fs';
import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { metricsTypes } from './metrics.ts';

const BANNER = '/* Made from schemas/ by `npm run generate`; changes here are lost. */';
const ENDING = '.schema.json';

/**
 * Everything in `generated/`, by file name: a type for each schema, the schema that editors read, and the tables of metrics.
 * Reads `schemas/` and nothing else; the same schemas always give the same text.
 */
export async function generated(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const file of readdirSync(import.meta.dirname).sort()) {
    if (!file.endsWith(ENDING)) continue;
    const name = file.slice(0, -ENDING.length);
    const text = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
    files.set(`${name}.ts`, await typesOf(JSON.parse(text) as JSONSchema, name));
    if (name === 'canonical') files.set(file, text);
  }
  files.set('metrics.ts', metricsTypes(readFileSync(`${import.meta.dirname}/metrics.yaml`, 'utf8')));
  return files;
}

async function typesOf(schema: JSONSchema, name: string): Promise<string> {
  // Its own name would be looked up as an address.
  const { $id: _, ...rest } = schema;
  return compile(rest as JSONSchema, name, {
    bannerComment: BANNER,
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    // Every $ref is inside its own file: nothing is read from disk or network.
    $refOptions: { resolve: { external: false, file: false, http: false } },
    style: { singleQuote: true, printWidth: 120 },
  });
}
