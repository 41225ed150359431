import type { FileCheck, Told } from '../check.ts';
import { containsCredential, holdsCredential, isToken, TOKENS } from '../credentials.ts';
import { lineAt } from '../position.ts';
import type { ReadFile } from '../reading.ts';

/** A token or a private key in what is read by the model and usually committed. */
export const secret: FileCheck = { of: 'file', roles: 'all', find: secrets };

function secrets(file: ReadFile): Told[] {
  const { text } = file.is;
  if (!(file.is.binary ? containsCredential(file.bytes) : holdsCredential(text))) return [];
  const match = [...text.matchAll(TOKENS)].find(([token]) => isToken(token));
  const at = match?.index ?? text.indexOf('PRIVATE KEY');
  return [
    {
      check: 'secret',
      severity: 'critical',
      path: file.path,
      ...(at < 0 ? {} : { line: lineAt(text, at) }),
      wrong: 'It holds what looks like a secret.',
      effect: 'Whoever can read the repository has it, and Claude Code gives it to the model.',
      remedy: 'Withdraw it where it was issued, and take it from the environment.',
    },
  ];
}
