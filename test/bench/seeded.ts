/** A stream of numbers in [0, 1) that is the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS =
  'a the each one file test names its plan says when before after change keep small write read first then only'.split(
    ' ',
  );

/** Lines of plain words, `bytes` long to within one line. */
export function prose(random: () => number, bytes: number): string {
  const lines: string[] = [];
  for (let length = 0; length < bytes; ) {
    const line = Array.from({ length: 12 }, () => WORDS[Math.floor(random() * WORDS.length)]!).join(' ');
    lines.push(line);
    length += line.length + 1;
  }
  return `${lines.join('\n')}\n`;
}
