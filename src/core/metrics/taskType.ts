const TASK_TYPES: Readonly<Record<string, string>> = {
  feat: 'feature',
  feature: 'feature',
  fix: 'fix',
  bugfix: 'fix',
  hotfix: 'fix',
  docs: 'docs',
  refactor: 'refactor',
  test: 'test',
  tests: 'test',
  perf: 'performance',
  chore: 'chore',
  ci: 'ci',
};

/** The kind of work that a branch's first word names (`fix/login` is a fix); undefined for others. */
export function taskType(branch: string | undefined): string | undefined {
  const word = /^([a-z]+)[/-]/.exec(branch ?? '')?.[1];
  return word === undefined ? undefined : TASK_TYPES[word];
}
