// Shows reconcile at work on a small fleet of real git repositories in a temporary folder. `--keep` leaves the folder there.
import { hubMovesOn, troubles, yesterday } from './fleet.ts';
import { isBuilt, print, Stage } from './stage.ts';

function theFleet(stage: Stage): void {
  stage.heading('A fleet');
  stage.say(
    `In ${stage.home}/projects there is a hub, with one canonical.yaml and a library,`,
    'and the git repositories of five projects. Yesterday all of them were in sync. Since then:',
  );
  stage.say(
    '  billing   somebody rewrote a command, and the hook lost its executable bit',
    '  mobile    is in the middle of a rebase',
    '  reports   has written by hand the very command that the hub now delivers to all',
    '  search    improved the reviewer agent; the hub changed it too',
    '  shop      changed our settings and added its own, added a skill of its own, has staged half-done work,',
    '            and always had lines of its own in CLAUDE.md',
    '  hub       has a new command, has dropped another, changed CLAUDE.md, and names a new project, scraper',
  );
  stage.show('cat hub/canonical.yaml', { prints: ['scraper'] });
}

function thePlan(stage: Stage): void {
  stage.heading('What would be done');
  stage.say('A plan reads files only: it starts no git and writes nothing.');
  stage.show('reconcile plan', {
    prints: [
      'changed there; will be repaired',
      'executable bit lost',
      'env.QUESTDB_HOST',
      'no longer in canonical.yaml, unchanged since we wrote it',
      'conflict: changed there and here; left alone',
      'blocked: a rebase is in progress',
      'will be created (git init, branch main)',
      '1 conflict',
    ],
  });
  stage.say('Where does a file come from?');
  stage.show('reconcile why billing .claude/commands/release.md', { prints: ['desired-state/commands/release.md'] });
}

function theApply(stage: Stage): void {
  stage.heading('Do it');
  stage.say('It exits with 1, for mobile could not be worked on. The others are done.');
  stage.show('reconcile apply --yes --quiet', {
    code: 1,
    prints: ['mobile', 'blocked', 'repository created', 'conflict left alone', 'To take it back'],
  });
  stage.say('Each repository has one commit, of exactly the planned paths, that says where it comes from.');
  stage.show('git -C billing log --oneline', { prints: ['chore: reconcile Claude Code configuration', 'quick fix'] });
  stage.show('git -C billing show --stat --format=%B', {
    prints: ['Reconcile-Revision:', 'Reconcile-Plan:', 'Reconcile-Run:', '.claude/hooks/guard.sh'],
  });
  stage.say('What belongs to shop is as it was:');
  stage.show('git -C shop status --short', { prints: ['M  cart.ts'] });
  stage.show('cat shop/CLAUDE.md', { prints: ['Prices are in cents.', 'before each commit'] });
  stage.hold(
    'the skill of shop is still there',
    stage.read('shop/.claude/skills/price-check/SKILL.md').includes('price-check'),
  );
  stage.hold(
    '"model" of shop is still in its settings',
    stage.read('shop/.claude/settings.json').includes('"model": "opus"'),
  );
  stage.hold(
    'QUESTDB_HOST of shop is repaired',
    stage.read('shop/.claude/settings.json').includes('"QUESTDB_HOST": "localhost"'),
  );
  stage.hold(
    'the reviewer of search is left alone',
    stage.read('search/.claude/agents/reviewer.md').includes('slow queries'),
  );
}

function theRest(stage: Stage): void {
  stage.heading('What was left');
  stage.say('The improved reviewer is good: it goes into the hub, so that everyone gets it. The rebase is dropped.');
  stage.show('cp search/.claude/agents/reviewer.md hub/desired-state/agents/reviewer.md');
  stage.show('git -C hub commit -q -a -m "the reviewer of search, for all"');
  stage.show('git -C mobile rebase --abort && git -C mobile switch -q main');
  stage.show('reconcile plan', { prints: ['Plan:', 'mobile', 'reviewer.md'] });
  stage.show('reconcile apply --yes --quiet', { prints: ['6 of 6 repositories'] });
  stage.say('And now there is nothing to do:');
  stage.show('reconcile plan --detailed-exitcode', { prints: ['No changes. 6 of 6 targets are in sync.'] });
}

function theWayBack(stage: Stage): void {
  stage.heading('The way back');
  stage.say('Was the last apply a mistake? Every byte comes back, by a new commit that reverts it.');
  stage.show('reconcile undo --yes', { prints: ['Undone'] });
  stage.show('git -C billing log --oneline -3');
  stage.hold(
    'billing has the reviewer of before',
    !stage.read('billing/.claude/agents/reviewer.md').includes('slow queries'),
  );
}

/** @returns the exit code */
function main(argv: readonly string[]): number {
  if (!isBuilt()) {
    print('There is no built program to show. Build it with: npm run build\n');
    return 1;
  }
  const stage = new Stage();
  try {
    yesterday(stage);
    troubles(stage);
    hubMovesOn(stage);
    for (const act of [theFleet, thePlan, theApply, theRest, theWayBack]) act(stage);
  } finally {
    if (!argv.includes('--keep')) stage.remove();
  }
  stage.heading('The end');
  print(
    argv.includes('--keep')
      ? `The folder is left for you: ${stage.home}/projects\n`
      : `The folder ${stage.home} is removed; \`npm run demo -- --keep\` leaves it.\n`,
  );
  if (stage.faults.length === 0) return 0;
  print(`Not as it should be:\n${stage.faults.map((fault) => `  ${fault}\n`).join('')}`);
  return 1;
}

process.exitCode = main(process.argv.slice(2));
