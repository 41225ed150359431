import { mayHide } from './checks/hiddenCharacters.ts';
import { holdsCredential } from './credentials.ts';

/**
 * True for instructions of which no check tells anything, whatever stands beside them: without an import, a secret or a character that is
 * not seen. Most are, each target has its own, and to look at them any closer takes a multiple of the time.
 */
export function isInnocent(text: string): boolean {
  return !text.includes('@') && !text.includes('\0') && !mayHide(text) && !holdsCredential(text);
}
