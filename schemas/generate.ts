import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { generated } from './generated.ts';
import { metricsPage } from './metricsPage.ts';

// Writes what `npm run generate` makes from the schemas into generated/, and the tables into their page of docs/.
const folder = `${import.meta.dirname}/../generated`;
mkdirSync(folder, { recursive: true });
for (const [name, text] of await generated()) writeFileSync(`${folder}/${name}`, text);

const page = `${import.meta.dirname}/../docs/metrics.md`;
const yaml = readFileSync(`${import.meta.dirname}/metrics.yaml`, 'utf8');
writeFileSync(page, metricsPage(readFileSync(page, 'utf8'), yaml));
