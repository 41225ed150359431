/** The page without its fenced blocks. */
function prose(page: string): string {
  return page.replace(/^ *```[\s\S]*?^ *```/gm, '');
}

/** What stands between single backticks. */
export function inlineCode(page: string): string[] {
  return [...prose(page).matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
}

/** The targets of the links. */
export function linksIn(page: string): string[] {
  return [
    ...prose(page)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map((match) => match[1]!);
}

/** The headings as they are linked to: `What it promises` is `what-it-promises`. */
export function headingsOf(page: string): string[] {
  const headings = [...prose(page).matchAll(/^#+ (.+)$/gm)].map((match) => match[1]!);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The cells of the rows of the table whose first column has this heading. */
export function rowsOf(page: string, first: string): string[][] {
  const lines = page.split('\n');
  const head = lines.findIndex((line) => line.startsWith(`| ${first} |`));
  if (head < 0) throw new Error(`there is no table with the column "${first}"`);
  const rows: string[][] = [];
  for (const line of lines.slice(head + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
  }
  return rows;
}
