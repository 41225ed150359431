/** A command line that a page shows, with what the page says of it. */
export interface Shown {
  readonly line: string;
  /** `# exits 2` behind the line; 0 when it says nothing. */
  readonly code: number;
  /** The lines that it is said to print; each must come somewhere in the output. */
  readonly lines: readonly string[];
}

/** The lines of the `console` blocks of a page: `$ ` begins a command, the lines below are of its output. */
export function shownCommands(page: string): Shown[] {
  const found: Shown[] = [];
  for (const [, block] of page.matchAll(/^ *```console\n([\s\S]*?)^ *```/gm)) {
    for (const text of block!.split('\n').map((line) => line.trim())) {
      const last = found.at(-1);
      const command = /^\$ (.*?)(?:\s+# exits (\d+))?$/.exec(text);
      if (command !== null) found.push({ line: command[1]!, code: Number(command[2] ?? 0), lines: [] });
      else if (text !== '' && last !== undefined) found[found.length - 1] = { ...last, lines: [...last.lines, text] };
    }
  }
  return found;
}
