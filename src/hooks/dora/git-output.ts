/**
 * Runs one git command in a folder and gives its stdout without the last newline, or undefined when it fails, is not
 * there, or takes longer than `timeoutMs`. It takes no optional lock and asks nothing. Variables that point git to
 * another repository are not passed on.
 */
export async function gitOutput(
  folder: string,
  args: readonly string[],
  timeoutMs = 3000,
): Promise<string | undefined> {
  // Loaded here because most hook runs start no process, and this module costs some milliseconds.
  const { execFile } = await import('node:child_process');
  const env: NodeJS.ProcessEnv = { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_NAMESPACE']) delete env[name];
  return new Promise((resolve) => {
    const options = { cwd: folder, env, timeout: timeoutMs, maxBuffer: 16 * 1024 * 1024, encoding: 'utf8' as const };
    execFile('git', ['-c', 'core.quotePath=false', '-c', 'color.ui=false', ...args], options, (error, stdout) => {
      resolve(error ? undefined : stdout.replace(/\n$/, ''));
    });
  });
}
