/** What was wrong in the scripts before this project, and the test that would fail if it came back. */
export interface Defect {
  /** The script, page or file that had it. */
  readonly of: string;
  readonly was: string;
  /** A scenario by its path, or `path > name`: the name of a test, of a group, or of a row of a table of tests. */
  readonly shownBy: readonly string[];
}

const SCENARIOS = 'test/scenarios';
const DRIFT = `${SCENARIOS}/drift-predecessor`;
const PROGRAMS = 'test/hooks/programs';
const SAFETY = 'test/hooks/safety';
const HERE = 'test/predecessor';

export const DEFECTS: readonly Defect[] = [
  {
    of: 'drift-detector',
    was: '--json prints a banner first',
    shownBy: [`${DRIFT}-json-is-only-json.txtar`],
  },
  {
    of: 'drift-detector',
    was: '--json and --report return before --fix; the exit code is 0 whatever was found',
    shownBy: [`${DRIFT}-json-and-report-mend-too.txtar`],
  },
  {
    of: 'drift-detector',
    was: 'the commands of fixes end in a comment that becomes part of the path; paths with spaces are cut',
    shownBy: [
      `${DRIFT}-a-command-is-a-command.txtar`,
      'test/e2e/drift-remedies.test.ts > every issue of a check has a remedy',
    ],
  },
  {
    of: 'drift-detector',
    was: 'a fix deletes a modified copy without a way back',
    shownBy: [`${DRIFT}-a-changed-copy-is-kept.txtar`],
  },
  {
    of: 'drift-detector',
    was: 'commands in folders and identical ones are never seen; names match by their beginning; only SKILL.md is compared',
    shownBy: [`${DRIFT}-whole-folders-are-compared.txtar`],
  },
  {
    of: 'drift-detector',
    was: 'a missing repository or variable is silent; the wiring of hooks is never checked; files are counted as issues are',
    shownBy: [`${DRIFT}-nothing-is-passed-over.txtar`],
  },
  {
    of: 'new-project',
    was: 'the flags of its README are not those of the script; a path that does not exist is refused',
    shownBy: [`${SCENARIOS}/predecessor-new-project.txtar`, `${SCENARIOS}/new-folder.txtar`],
  },
  {
    of: 'new-project',
    was: 'it writes .claude/CLAUDE.md, and settings without hooks',
    shownBy: [`${SCENARIOS}/predecessor-new-project.txtar`],
  },
  {
    of: 'new-project',
    was: 'every project with a package.json is TypeScript',
    shownBy: [`${SCENARIOS}/new-javascript.txtar`],
  },
  {
    of: 'new-project',
    was: 'canonical.yaml loses its comments and its order, and is not written in one step',
    shownBy: [
      `${SCENARIOS}/new.txtar`,
      'test/unit/canonical/edit/laws.test.ts > gives the edited data, or is refused; what is new leaves every other byte',
    ],
  },
  {
    of: 'context_bundle_builder',
    was: 'calls at once lose each other’s lines',
    shownBy: [`${PROGRAMS}/context-bundle-builder.test.ts > fifty calls at once lose and tear no line`],
  },
  {
    of: 'context_bundle_builder',
    was: 'raw commands, secrets included, lie in the repository',
    shownBy: [
      `${PROGRAMS}/context-bundle-builder.test.ts > secrets and absolute paths of a command are not kept`,
      `${PROGRAMS}/context-bundle-builder.test.ts > a call is one line with relative paths and without contents, outside of the repository`,
    ],
  },
  {
    of: 'context_bundle_builder',
    was: 'each call is counted twice, once as a success that never was',
    shownBy: [
      `${PROGRAMS}/context-bundle-builder.test.ts > a call leaves no row of usage: only the end of a call can tell how it went`,
    ],
  },
  {
    of: 'smart-safety-check',
    was: 'it never blocks: it prints a field that the client does not know, and ends with 1',
    shownBy: [`${SAFETY}/programs.test.ts > the answer on stdout`],
  },
  {
    of: 'smart-safety-check',
    was: 'it commits everything on the person’s branch, secrets included',
    shownBy: [`${SAFETY}/programs.test.ts > no guard changes the repository`],
  },
  {
    of: 'smart-safety-check',
    was: '-fr, -r -f, long options and wrappers are missed',
    shownBy: [
      `${HERE}/hooks.test.ts > what the guard missed is held`,
      `${SAFETY}/smart-evasions.test.ts > whatever it is started through`,
    ],
  },
  {
    of: 'smart-safety-check',
    was: 'text in echo and grep is taken for the command',
    shownBy: [
      `${HERE}/hooks.test.ts > what the guard took for a danger is let through`,
      `${SAFETY}/smart-other.test.ts > text that only mentions a command`,
    ],
  },
  {
    of: 'git-safety-check',
    was: 'it never blocks either',
    shownBy: [`${SAFETY}/programs.test.ts > the answer on stdout`],
  },
  {
    of: 'git-safety-check',
    was: 'it looks at the branch that is checked out, not at the one that is pushed to',
    shownBy: [
      `${HERE}/hooks.test.ts > the branch that is pushed to counts`,
      `${SAFETY}/git-push.test.ts > git push -f origin main`,
    ],
  },
  {
    of: 'git-safety-check',
    was: 'words anywhere in the line count: "main" in another branch’s name, PARTIAL in "partially", "-f" and "push" apart',
    shownBy: [
      `${HERE}/hooks.test.ts > words that only look like it are let through`,
      `${SAFETY}/git-local.test.ts > text that only mentions git`,
    ],
  },
  {
    of: 'tdd-guard-check',
    was: 'it never blocks: it ends with 1 and gives its decision in the wrong place',
    shownBy: [
      `${PROGRAMS}/tdd-guard-check.test.ts > in block mode a new file without a test is denied, and the reason names the next allowed step`,
    ],
  },
  {
    of: 'tdd-guard-check',
    was: 'only names of Python’s tests are known, so that every other file violates',
    shownBy: ['test/hooks/tdd/files.test.ts > where a test is looked for'],
  },
  {
    of: 'tdd-guard-check',
    was: 'that a test file exists is enough',
    shownBy: [
      `${PROGRAMS}/tdd-guard-check.test.ts > without a recorded run the edit is held; after a failing run it passes`,
    ],
  },
  {
    of: 'tdd-guard-check',
    was: 'parts of words exempt a file: test_, config/, scripts/',
    shownBy: [
      `${HERE}/hooks.test.ts > a part of a word exempts no file`,
      'test/hooks/tdd/files.test.ts > src/latest/reconfig.ts',
    ],
  },
  {
    of: 'dora-tracker',
    was: 'all sessions share one file, which is never reset and not locked',
    shownBy: [
      `${HERE}/hooks.test.ts > a session’s deployments and edits are its own`,
      `${PROGRAMS}/dora-tracker.test.ts > fifty calls at once lose and tear no line`,
    ],
  },
  {
    of: 'dora-tracker',
    was: 'success is that the word "error" is absent',
    shownBy: [
      `${PROGRAMS}/dora-tracker.test.ts > success comes from the event, never from words in the output`,
      `${PROGRAMS}/tdd-guard-check.test.ts > a run whose output says "failed" but that succeeded is a pass`,
    ],
  },
  {
    of: 'dora-tracker',
    was: 'there is no deployment frequency, lead time, change fail rate or recovery at all',
    shownBy: [
      `${PROGRAMS}/dora-tracker.test.ts > a push to main is a deployment, with the lead time of each commit it brings`,
      `${PROGRAMS}/dora-tracker.test.ts > a failed deploy command fails a deployment; the next good one restores`,
    ],
  },
  {
    of: 'dora-tracker',
    was: 'it writes an eighth table',
    shownBy: ['test/unit/metrics/row.test.ts > there are seven, each found by its full and by its short name'],
  },
  {
    of: 'auto-format',
    was: 'only Python is formatted, from the folder of the session',
    shownBy: [
      `${PROGRAMS}/auto-format.test.ts > each language’s own, in the folder of its settings, only where the project is set up for it`,
    ],
  },
  {
    of: 'auto-format',
    was: 'it deletes imports that the next edit needs',
    shownBy: [`${PROGRAMS}/auto-format.test.ts > an import that nothing uses yet stays`],
  },
  {
    of: 'auto-format',
    was: 'what it says is in a field that the client ignores',
    shownBy: [
      `${PROGRAMS}/auto-format.test.ts > a written file is formatted, and the model is told which lines changed`,
    ],
  },
  {
    of: 'auto-format',
    was: 'it formats lines that nobody touched',
    shownBy: [`${PROGRAMS}/auto-format.test.ts > lines that the edit did not touch stay as they were`],
  },
  {
    of: 'context-preservation',
    was: 'it never saves any context',
    shownBy: [`${PROGRAMS}/context-preservation.test.ts > is written before a compaction and restored after it`],
  },
  {
    of: 'context-preservation',
    was: 'the whole transcript counts, also after a compaction',
    shownBy: [
      `${PROGRAMS}/context-preservation.test.ts > tells once when the context passes 60 and 80 percent, anew after a compaction, and never blocks`,
    ],
  },
  {
    of: 'context-preservation',
    was: 'the window is always 200k',
    shownBy: [
      'test/hooks/transcript/tally.test.ts > the window is what the client said, else what the name or the use tells',
    ],
  },
  {
    of: 'session-summary',
    was: 'each turn is told as the end of a session, with its cost once more',
    shownBy: [
      `${PROGRAMS}/session-summary.test.ts > is the same row for every Stop, and a Stop in which nothing is new writes nothing`,
      `${PROGRAMS}/session-summary.test.ts > says something only at the end, in a few lines`,
    ],
  },
  {
    of: 'session-summary',
    was: 'the tables keep a row twice',
    shownBy: [
      'test/unit/metrics/migration.test.ts > a table without our keys gets them, for it would keep rows twice',
      'test/metrics/flush.test.ts > whatever fails and whenever, in the end every row is there, in its last version',
    ],
  },
  {
    of: 'hooks in JavaScript',
    was: 'they answer with fields of their own, like decision: "warn"',
    shownBy: [
      `${SAFETY}/programs.test.ts > the answer on stdout`,
      'test/hooks/common/event.test.ts > the answer fits the event',
    ],
  },
  {
    of: 'hooks in JavaScript',
    was: 'they load a file that exists in one repository only',
    shownBy: [`${SAFETY}/programs.test.ts > the programs need nothing beside them and no network`],
  },
  {
    of: 'hooks',
    was: 'a guard that fails three times is switched off for an hour',
    shownBy: [`${HERE}/hooks.test.ts > a guard that failed again and again goes on guarding`],
  },
  {
    of: 'commands undo/',
    was: 'a checkpoint restores nothing',
    shownBy: ['test/library/checkpoint-restores.test.ts > rollback and redo restore exactly'],
  },
  {
    of: 'commands',
    was: 'they expect scripts and tools that nobody brings',
    shownBy: [
      'test/library/catalogue.test.ts > runs only scripts that the library has, with a permission for exactly these',
    ],
  },
  {
    of: 'metrics-insight',
    was: 'its SQL uses percentile_cont, FILTER and HAVING, which the database does not have',
    shownBy: ['test/library/metrics-queries.test.ts > is one statement without what QuestDB lacks'],
  },
  {
    of: 'health and audit',
    was: 'what is not configured looks like a failure',
    shownBy: [`${SCENARIOS}/fresh-hub.txtar`],
  },
  {
    of: 'health and audit',
    was: 'cost is summed over rows that repeat, and the share of failures over calls that never were',
    shownBy: [
      'test/unit/reports/reports.test.ts > is that of requests where they tell more than sessions, and is never both',
      'test/hooks/summary/rows.test.ts > are one a model, and what belongs to the whole session stands in one of them',
    ],
  },
  {
    of: 'dashboard and alerts',
    was: 'panels read tables outside the seven',
    shownBy: [
      'test/unit/monitoring/predecessor.test.ts > panels read tables outside the seven: each table that is read now is one of them',
    ],
  },
  {
    of: 'dashboard and alerts',
    was: 'questions have HAVING and arithmetic with intervals',
    shownBy: [
      'test/unit/monitoring/predecessor.test.ts > questions had HAVING and arithmetic with intervals, which the database does not know: none has now',
    ],
  },
  {
    of: 'dashboard and alerts',
    was: 'a question that fails pages for ever',
    shownBy: [
      'test/unit/monitoring/predecessor.test.ts > a question that failed paged for ever: now it is in the state Error',
    ],
  },
  {
    of: 'dashboard and alerts',
    was: 'the data source says what its plugin does not read',
    shownBy: [
      'test/unit/monitoring/predecessor.test.ts > the data source said url and httpMode, which its plugin does not read: it says server and port',
    ],
  },
  {
    of: 'dashboard and alerts',
    was: 'tables, writers and panels disagree on columns',
    shownBy: [
      'test/unit/monitoring/predecessor.test.ts > files disagreed: every question goes to the data source that is made, and each condition is a step of its alert',
      'test/unit/metrics/row.test.ts > every key is a column, and what tells rows apart beside the time is never missing from them',
    ],
  },
];
