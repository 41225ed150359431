/**
 * 16 hexadecimal digits for a text, the same on every machine: to tell texts apart, not to keep anybody from forging one. Two 32-bit
 * lanes over the UTF-16 units, each mixed at the end (MurmurHash3's finalizer). Loading node:crypto would cost a hook a fifth of its time.
 */
export function textHash(text: string): string {
  let first = 0xdeadbeef ^ text.length;
  let second = 0x41c6ce57 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x9e3779b1);
    second = Math.imul(second ^ unit, 0x5f356495);
    // High bits would else never reach the low ones.
    first ^= first >>> 15;
    second ^= second >>> 13;
  }
  return `${digits(mixed(first ^ (second >>> 16)))}${digits(mixed(second ^ (first >>> 16)))}`;
}

function mixed(lane: number): number {
  let value = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

function digits(value: number): string {
  return value.toString(16).padStart(8, '0');
}
