import type { Handover } from './handover.ts';

/** Longest text the client takes as context. */
export const MAX_CONTEXT = 10_000;

/** A heading and its lines, the most important section first. `keep` tells which end of the lines matters more. */
interface Section {
  title: string;
  lines: string[];
  /** Share of the whole length that the section may take. */
  share: number;
}

/**
 * A handover as facts for the model, at most `limit` characters (itself at most 10,000). Sections that are too long are
 * cut at a line, with a word on how much is left out. `from` says what it is a handover of.
 */
export function handoverText(handover: Handover, from: string, limit: number): string {
  const head = `Handover ${from}, written ${handover.at}${handover.branch ? ` on branch ${handover.branch}` : ''}${
    handover.head ? ` at ${handover.head.slice(0, 12)}` : ''
  }.`;
  let text = head;
  const room = Math.min(limit, MAX_CONTEXT);
  for (const section of sections(handover)) {
    if (section.lines.length === 0) continue;
    const left = Math.min(Math.floor(room * section.share), room - text.length - section.title.length - 4);
    const body = fitLines(section.lines, left);
    if (body !== '') text += `\n\n${section.title}\n${body}`;
  }
  return text.slice(0, room);
}

function sections(handover: Handover): Section[] {
  const open = handover.tasks.filter((task) => task.status !== 'completed');
  const done = handover.tasks.filter((task) => task.status === 'completed');
  return [
    { title: 'Tasks not done:', lines: open.map((task) => `- [${task.status}] ${task.content}`), share: 0.2 },
    {
      title: 'Commands that failed and did not succeed since:',
      lines: handover.failures.map(failureLine),
      share: 0.15,
    },
    {
      title: 'What the person asked, oldest first:',
      lines: handover.prompts.map((prompt) => `- ${oneLine(prompt)}`),
      share: 0.2,
    },
    {
      title: 'Decided by the person:',
      lines: handover.decisions.map(({ question, answer }) => `- ${oneLine(question)}: ${oneLine(answer)}`),
      share: 0.2,
    },
    { title: 'Changes that were in no commit (git diff --stat):', lines: linesOf(handover.diffStat), share: 0.15 },
    { title: 'Files changed in the session:', lines: handover.filesChanged.map((path) => `- ${path}`), share: 0.1 },
    { title: 'Last answer of the assistant:', lines: linesOf(handover.lastMessage), share: 0.25 },
    { title: 'Tasks done:', lines: done.map((task) => `- ${task.content}`), share: 0.08 },
    { title: 'Files read in the session:', lines: handover.filesRead.map((path) => `- ${path}`), share: 0.08 },
  ];
}

function failureLine({ what, error }: { what: string; error: string }): string {
  return `- ${oneLine(what)} → ${oneLine(error)}`;
}

function linesOf(text: string): string[] {
  return text.trim() === '' ? [] : text.trimEnd().split('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** As many whole lines as fit, and how many more there are; '' when not even one fits. */
function fitLines(lines: readonly string[], room: number): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    // Room for the word on the rest.
    if (length + line.length + 1 > room - 20) break;
    kept.push(line);
    length += line.length + 1;
  }
  if (kept.length === lines.length) return kept.join('\n');
  if (kept.length === 0) return room < 80 ? '' : `${lines[0]!.slice(0, room - 20)}…`;
  return `${kept.join('\n')}\n(${lines.length - kept.length} more)`;
}
