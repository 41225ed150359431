import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { prose, seeded } from './seeded.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/**
 * Writes transcripts as Claude Code writes them, the same in every run: sessions of a hundred turns, each an answer in two lines that repeat
 * its usage, a call of a tool, and what the tool gave, which is most of the bytes.
 * @returns the bytes of all
 */
export function writeTranscripts(projects: string, bytes: number): number {
  const random = seeded(7);
  const texts = Array.from({ length: 40 }, () => prose(random, 500 + Math.floor(9000 * random() ** 2)));
  let written = 0;
  for (let session = 0; written < bytes; session++) {
    const folder = join(projects, `-repo-project-${session % 12}`);
    mkdirSync(folder, { recursive: true });
    const text = sessionText(session, random, texts);
    appendFileSync(join(folder, `session-${session}.jsonl`), text);
    written += text.length;
  }
  return written;
}

function sessionText(session: number, random: () => number, texts: readonly string[]): string {
  const base = {
    sessionId: `session-${session}`,
    cwd: `/repo/project-${session % 12}`,
    gitBranch: 'feat/one',
    version: '2.1.300',
  };
  const lines: string[] = [];
  let time = START + session * (DAY / 8);
  const line = (type: string, rest: object): void => {
    time += 1000 + Math.floor(20_000 * random());
    const uuid = `${session}-${lines.length}`;
    lines.push(
      JSON.stringify({
        parentUuid: null,
        isSidechain: false,
        ...base,
        type,
        uuid,
        timestamp: new Date(time).toISOString(),
        ...rest,
      }),
    );
  };
  const text = (): string => texts[Math.floor(random() * texts.length)]!;
  for (let turn = 0; turn < 100; turn++) {
    const id = `${session}-${turn}`;
    if (turn % 10 === 0) line('user', { message: { role: 'user', content: text().slice(0, 300) } });
    const usage = {
      input_tokens: 4,
      output_tokens: 200 + turn,
      cache_read_input_tokens: 20_000 + 900 * turn,
      cache_creation_input_tokens: 900,
    };
    const message = { id: `msg_${id}`, model: 'claude-opus-5-5', role: 'assistant', usage };
    const call = { type: 'tool_use', id: `toolu_${id}`, name: 'Bash', input: { command: `npm test -- ${turn}` } };
    for (const content of [[{ type: 'text', text: text().slice(0, 800) }], [call]])
      line('assistant', { requestId: `req_${id}`, message: { ...message, content } });
    const stdout = text();
    const result = { type: 'tool_result', tool_use_id: call.id, content: stdout };
    line('user', {
      message: { role: 'user', content: [result] },
      toolUseResult: { stdout, stderr: '', interrupted: false },
    });
  }
  return `${lines.join('\n')}\n`;
}
