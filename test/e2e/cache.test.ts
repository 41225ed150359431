import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PROGRAM } from './program.ts';

test('V8 takes what the build compiled with the flags that the program sets', () => {
  const folder = dirname(PROGRAM);
  const flag = /setFlagsFromString\('([^']+)'\)/.exec(readFileSync(PROGRAM, 'utf8'))?.[1];
  const refused = (flags: string): string => {
    const program = `
      const { readFileSync } = require('node:fs');
      const { Script } = require('node:vm');
      const [path, flags] = process.argv.slice(1);
      if (flags !== '') require('node:v8').setFlagsFromString(flags);
      const cachedData = readFileSync(path.replace(/cjs$/, 'cache'));
      console.log(new Script(readFileSync(path, 'utf8'), { filename: path, cachedData }).cachedDataRejected);`;
    const words = ['--eval', program, '--', join(folder, 'main.cjs'), flags];
    return execFileSync(process.execPath, words, { encoding: 'utf8' }).trim();
  };
  expect(flag).toBeDefined();
  expect([refused(flag!), refused('')]).toEqual(['false', 'true']);
});
