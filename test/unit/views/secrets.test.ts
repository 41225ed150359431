import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { latin1Of } from '../../../src/core/values/content.ts';
import { planJson } from '../../../src/core/views/planJson.ts';
import { planMarkdown } from '../../../src/core/views/planMarkdown.ts';
import { planPatch } from '../../../src/core/views/planPatch.ts';
import { planText } from '../../../src/core/views/planText.ts';
import { unifiedDiff } from '../../../src/core/views/unifiedDiff.ts';
import { fields, file, finding, HOME, plan, side, standing, target } from './build.ts';

const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const token = fc
  .tuple(
    fc.constantFrom(`sk-${'ant'}-api03-`, `gh${'p'}_`, `github_${'pat'}_`),
    fc.string({ unit: fc.constantFrom(...letters), minLength: 40, maxLength: 40 }),
  )
  .map(([prefix, body]) => prefix + body);
const password = fc
  .string({ unit: fc.constantFrom(...letters), minLength: 12, maxLength: 20 })
  .map((body) => `p4${body}`);

/** A plan that holds secrets in every place where one can stand. */
function leaky(secret: string, word: string): Plan {
  const value = { type: 'command', command: `curl -H "Authorization: Bearer ${secret}"` };
  const settings = { before: side('{}'), after: side(`{"env":{"API_TOKEN":"${word}"}}`) };
  return plan([
    target(
      'a',
      [
        file('added.md', side('one\ntwo\n'), side(`one\n${secret}\ntwo\n`)),
        file('removed.md', side(`a\nDB_PASSWORD=${word}\n`), side('a\n')),
        file('near.md', side(`a\n${secret}\nb\n`), side(`a\n${secret}\nc\n`)),
        file('bin', side(`\0${secret}`), side('\0')),
        fields('.claude/settings.json', settings, [
          { pointer: '/env/API_TOKEN', old: `${word}x`, young: word },
          { pointer: `/permissions/allow/Bash(x ${secret})`, young: `Bash(x ${secret})` },
          { pointer: `/hooks/Stop/*/${value.command}`, young: value },
          {
            pointer: `/hooks/Stop/*/http:https:~1~1ada:${word}@example.org~1x`,
            young: { type: 'http', url: `https://ada:${word}@example.org/x` },
          },
          { pointer: `/hooks/Start/*/x`, old: { ...value, env: { API_KEY: word } }, young: { ...value, env: {} } },
        ]),
        standing('c', {
          action: 'conflict',
          reason: 'unreadable',
          detail: `says ${secret}`,
          origin: { selector: `x ${secret}` },
        }),
      ],
      {
        findings: [finding('high', `found ${secret}`)],
        creation: { how: 'clone', remote: `https://ada:${word}@example.org/x.git` },
      },
    ),
    target('b', [], { status: 'Error', reason: `cannot fetch https://${secret}@example.org/` }),
  ]);
}

test('no view ever shows a secret', () => {
  fc.assert(
    fc.property(token, password, fc.boolean(), (secret, word, verbose) => {
      const value = leaky(secret, word);
      const views = [
        planText(value, { home: HOME, color: false, width: 300, verbose, verb: 'plan', diffOf: unifiedDiff }),
        planMarkdown(value, { diffOf: unifiedDiff }),
        planJson(value),
        ...value.targets.map((one) => latin1Of(planPatch(one).patch)),
      ];
      for (const view of views) {
        expect(view).not.toContain(secret.slice(-20));
        expect(view).not.toContain(word);
      }
      expect(views[0]).toContain('••••••');
    }),
    { numRuns: 150 },
  );
});
