import { type AbsPath, absolute } from '../../core/values/paths.ts';
import type { Terminal } from './terminal.ts';

/** The folders in which the client keeps transcripts, wherever it was told to. */
export function usualRoots({ home, env, cwd }: Terminal): AbsPath[] {
  const configured = (env['CLAUDE_CONFIG_DIR'] ?? '').split(',').map((text) => text.trim());
  const folders = [...configured.filter((text) => text !== ''), '~/.claude', '~/.config/claude'];
  return [...new Set(folders.map((text) => absolute(`${text}/projects`, cwd, home)))];
}
