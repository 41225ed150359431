import { deflateSync } from 'node:zlib';

/** The digits of git's base 85 (base85.c), which differ from those of Ascii85. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const BYTES_A_LINE = 52;

/** The body of a `GIT binary patch`: both contents whole, so that the patch can be applied and taken back. */
export function binaryPatch(before: Uint8Array, after: Uint8Array): string {
  return `GIT binary patch\n${literal(after)}\n${literal(before)}\n`;
}

function literal(bytes: Uint8Array): string {
  const packed = deflateSync(bytes);
  const lines = [`literal ${bytes.length}\n`];
  for (let at = 0; at < packed.length; at += BYTES_A_LINE)
    lines.push(base85Line(packed.subarray(at, at + BYTES_A_LINE)));
  return lines.join('');
}

/** The length as one letter (A is 1, a is 27), then every four bytes as five digits, zeros filling up the last four. */
function base85Line(bytes: Uint8Array): string {
  const length = bytes.length <= 26 ? 64 + bytes.length : 96 + bytes.length - 26;
  let line = String.fromCharCode(length);
  for (let at = 0; at < bytes.length; at += 4) {
    let value = 0;
    for (let i = 0; i < 4; i++) value = value * 256 + (bytes[at + i] ?? 0);
    let group = '';
    for (let i = 0; i < 5; i++) {
      group = DIGITS[value % 85]! + group;
      value = Math.floor(value / 85);
    }
    line += group;
  }
  return `${line}\n`;
}
