import { shown } from './shown.ts';

/**
 * Text of others as plain words of a Markdown comment: no markup, no HTML, and neither a person nor an issue is called: behind `@` and
 * before a number `#` stands a space of no width.
 */
export function plain(text: string): string {
  return shown(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()|~!$]/g, '\\$&')
    .replaceAll('@', '@\u200b')
    .replace(/#(?=[0-9])/g, '#\u200b')
    .replace(/\bGH-(?=[0-9])/gi, '$&\u200b')
    .replace(/:\/\//g, ':\u200b//');
}

/** Text of others as a code span, with a fence longer than any inside. Not for tables: there a bar would end the cell. */
export function code(text: string): string {
  const safe = shown(text);
  const fence = '`'.repeat(longestRun(safe, '`') + 1);
  const room = safe === '' || /^[` ]|[` ]$/.test(safe) ? ' ' : '';
  return `${fence}${room}${safe}${room}${fence}`;
}

/** Text of others inside a block of HTML, where Markdown is not read. */
export function html(text: string): string {
  return `<code>${shown(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}</code>`;
}

/** Lines as a fenced block: the fence is longer than any run of backticks inside. The lines must be safe to show already. */
export function fenced(language: string, lines: readonly string[]): string {
  const fence = '`'.repeat(Math.max(3, 1 + Math.max(0, ...lines.map((line) => longestRun(line, '`')))));
  return `${fence}${language}\n${lines.join('\n')}\n${fence}\n`;
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const one of text) {
    run = one === character ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}
