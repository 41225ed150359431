import { spawn } from 'node:child_process';
import type { Formatter } from './choose.ts';

const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/**
 * Gives the formatted text, or undefined when the formatter refuses it (a syntax error), cannot be started, or takes
 * longer than `timeoutMs`. It works on stdin and stdout: a formatter that is killed leaves no half-written file.
 */
export function runFormatter(formatter: Formatter, text: string, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(formatter.program, formatter.args, {
      cwd: formatter.folder,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (result: string | undefined) => {
      clearTimeout(timer);
      resolve(result);
    };
    const stop = () => {
      child.kill('SIGKILL');
      // A grandchild may hold the pipe open; its output is of no interest any more.
      child.stdout.destroy();
      end(undefined);
    };
    const timer = setTimeout(stop, timeoutMs);
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > MAX_OUTPUT_BYTES) stop();
    });
    child.on('error', () => end(undefined));
    child.on('close', (code) => end(code === 0 ? Buffer.concat(chunks).toString('utf8') : undefined));
    // It may end without having read all.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}
