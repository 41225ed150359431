import { mkdirSync, writeFileSync } from 'node:fs';
import { generated } from './generated.ts';

// Writes what `npm run generate` makes from the schemas into generated/.
const folder = `${import.meta.dirname}/../generated`;
mkdirSync(folder, { recursive: true });
for (const [name, text] of await generated()) writeFileSync(`${folder}/${name}`, text);
