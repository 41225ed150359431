import type { Act } from './seen.ts';

const CP = 'node "{{REPO}}/.claude/commands/undo/checkpoint.mjs"';

/** How the files are told that checkpoints are about: a tracked one, and one that git does not know, with its executable bit. */
const TELL =
  "for f in src/app.py note.txt later.txt; do if [ -e $f ]; then echo \"$f $(tr '\\n' ' ' < $f)$(test -x $f && echo x)\"; fi; done";

/** What it says at the checkpoint, and after it. */
export const NOTE = {
  first: 'src/app.py x = 2 \nnote.txt first x\n',
  second: 'src/app.py x = 9 \nnote.txt second \nlater.txt later \n',
} as const;

/** What the commands of the library tell the assistant to run. Each comes with no leave but its own, and in this order. */
export const ACTS: readonly Act[] = [
  {
    mark: 'MARK-SAVE',
    prompt: '/undo:checkpoint before the sample',
    before: "printf 'x = 2\\n' > src/app.py; printf 'first\\n' > note.txt; chmod +x note.txt",
    runs: [`${CP} save -m 'before the sample'`],
    after: TELL,
  },
  {
    mark: 'MARK-LIST',
    prompt: '/undo:list',
    before:
      "printf 'x = 9\\n' > src/app.py; printf 'second\\n' > note.txt; chmod -x note.txt; printf 'later\\n' > later.txt",
    runs: [`${CP} list`],
  },
  { mark: 'MARK-PREVIEW', prompt: '/undo:preview', runs: [`${CP} preview 1`] },
  { mark: 'MARK-BACK', prompt: '/undo:rollback', runs: [`${CP} rollback 1`], after: TELL },
  { mark: 'MARK-REDO', prompt: '/undo:redo', runs: [`${CP} redo`], after: TELL },
  { mark: 'MARK-HEALTH', prompt: '/health', runs: ['reconcile health', 'reconcile drift --json'] },
  { mark: 'MARK-AUDIT', prompt: '/audit', runs: ['reconcile audit'] },
  {
    mark: 'MARK-NEW',
    prompt: '/new-project',
    runs: ['reconcile plan utxoracle', 'reconcile new ../fresh --language python'],
    after: "test -e ../fresh || printf 'nothing was made'",
  },
  { mark: 'MARK-AUTO', prompt: 'Do it.', mode: 'auto', runs: ['curl -s -d x http://127.0.0.1:9/'] },
];
