import type { CommonOptions } from './common.ts';
import type { Terminal } from './terminal.ts';

/** One line on stderr that is written over as work goes on; only on a terminal, and only when there is enough to wait for. */
export interface Progress {
  step(name: string): void;
  end(): void;
}

/** Fewer targets than this are done before the line could be read. */
const WORTH_IT = 12;

const SILENT: Progress = { step() {}, end() {} };

export function progress(terminal: Terminal, options: CommonOptions, doing: string, total: number): Progress {
  if (!terminal.err.isTerminal || options.quiet === true || options.json === true || total < WORTH_IT) return SILENT;
  let done = 0;
  let shown = 0;
  return {
    step(name) {
      done++;
      const text = `${doing} ${done}/${total} ${name}`.slice(0, Math.max(20, terminal.err.columns - 1));
      terminal.err.write(`\r${text.padEnd(shown)}`);
      shown = text.length;
    },
    end() {
      if (shown > 0) terminal.err.write(`\r${' '.repeat(shown)}\r`);
    },
  };
}
