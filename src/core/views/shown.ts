import { maskText } from './mask.ts';
import { printable } from './printable.ts';

/** Text of others (paths, reasons, values) as one line that is safe to show: secrets masked, control characters escaped. */
export function shown(text: string): string {
  return printable(maskText(text));
}
