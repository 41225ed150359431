#!/usr/bin/env node
// Saves and restores the files of a git worktree as commits under refs/reconcile/checkpoints/<n>.
// Branch, HEAD, index and stash are never touched. Needs git 2.31 or newer and Node 18 or newer, nothing else.
//
// git does the work, through a private git directory that shares the repository's objects. It has its own index, so
// the person's staging stays, and its own attributes, so that no filter (line endings, LFS, ident) changes a byte.
// Paths are kept as latin1 strings: one character is one byte, so names that are not UTF-8 survive.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const USAGE = `usage: checkpoint.mjs save [-m LABEL]       save the files as they are now
       checkpoint.mjs list [--all]          show the checkpoints of this worktree (--all: of every worktree)
       checkpoint.mjs preview [N] [--patch] show what rollback would change
       checkpoint.mjs rollback [N]          put the files back as in checkpoint N (default: the newest)
       checkpoint.mjs redo                  take the last rollback back
       checkpoint.mjs prune [--keep N]      drop all but the newest N of this worktree (default 50)`;
const REFS = 'refs/reconcile/checkpoints/';
const NO_FILTERS = '* -text -eol -crlf -ident -filter -working-tree-encoding\n';
const IDENTITY = { NAME: 'reconcile checkpoint', EMAIL: 'checkpoint@localhost' };

class Refused extends Error {}

/** The environment without what a hook or a caller may have pointed at another repository or index. */
function environment() {
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' };
  for (const name of spawnSync('git', ['rev-parse', '--local-env-vars'], { encoding: 'utf8' }).stdout?.split('\n') ??
    []) {
    if (name !== '') delete env[name];
  }
  for (const [part, value] of Object.entries(IDENTITY)) {
    env[`GIT_AUTHOR_${part}`] = value;
    env[`GIT_COMMITTER_${part}`] = value;
  }
  return env;
}

/** Runs git and gives its output as latin1; throws Refused with git's own words, unless the exit code is in `ok`. */
function run(cwd, env, args, { input, ok = [0] } = {}) {
  // A person's hooks (post-index-change, reference-transaction) have nothing to do with this.
  const all = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'core.splitIndex=false', ...args];
  const done = spawnSync('git', all, { cwd, env, input, maxBuffer: 2 ** 31 - 1 });
  if (done.error) throw new Refused(done.error.code === 'ENOENT' ? 'git was not found' : done.error.message);
  if (!ok.includes(done.status)) throw new Refused(done.stderr.toString().trim() || `git ${args[0]} failed`);
  return done.stdout.toString('latin1');
}

const records = (text) => text.split('\0').filter((part) => part !== '');
const nul = (paths) => Buffer.from(paths.map((each) => `${each}\0`).join(''), 'latin1');

/** Finds the repository of the current directory and makes its private git directory when it is new. */
function open() {
  const env = environment();
  const ask = ['rev-parse', '--path-format=absolute', '--show-object-format', '--git-dir', '--git-common-dir'];
  const utf8 = (args) =>
    Buffer.from(run(process.cwd(), env, args), 'latin1')
      .toString('utf8')
      .replace(/\n$/, '');
  const top = utf8(['rev-parse', '--show-toplevel']);
  const [format, gitDir, common, objects] = utf8([...ask, '--git-path', 'objects']).split('\n');
  const own = path.join(gitDir, 'reconcile-checkpoint');
  if (!fs.existsSync(path.join(own, 'HEAD'))) {
    fs.mkdirSync(path.join(own, 'refs'), { recursive: true });
    fs.mkdirSync(path.join(own, 'info'), { recursive: true });
    fs.writeFileSync(path.join(own, 'info', 'attributes'), NO_FILTERS);
    const same = run(top, env, ['config', '--get-regexp', '^core\\.(filemode|symlinks|ignorecase|longpaths)$'], {
      ok: [0, 1],
    });
    const core = same.replace(/^core\.(\S+) (.*)$/gm, '\t$1 = $2');
    const version = format === 'sha1' ? 0 : 1;
    const extension = version === 1 ? `[extensions]\n\tobjectFormat = ${format}\n` : '';
    const config = `[core]\n\trepositoryFormatVersion = ${version}\n\tautocrlf = false\n\tsafecrlf = false\n${core}${extension}`;
    fs.writeFileSync(path.join(own, 'config'), config);
    fs.writeFileSync(path.join(own, 'HEAD'), 'ref: refs/heads/none\n');
  }
  const index = path.join(own, `index.${process.pid}`);
  const ownEnv = { ...env, GIT_DIR: own, GIT_WORK_TREE: top, GIT_OBJECT_DIRECTORY: objects, GIT_INDEX_FILE: index };
  return {
    top: Buffer.from(`${top}/`),
    index,
    cache: path.join(own, 'index'),
    worktree: path.relative(common, gitDir) || '.',
    git: (args, options) => run(top, env, args, options),
    shadow: (args, options) => run(top, ownEnv, args, options),
    show: (args) => spawnSync('git', args, { cwd: top, env: ownEnv, stdio: ['ignore', 'inherit', 'inherit'] }),
  };
}

/**
 * Two sessions may save at once, and a killed one must not leave a lock: every run works on its own copy of the index.
 * The copy keeps the time of the original, by which git tells entries whose file may have changed unseen.
 */
function withIndex(repo, work) {
  const folder = path.dirname(repo.cache);
  for (const name of fs.readdirSync(folder)) {
    const left = /^index\.\d/.test(name) && fs.statSync(path.join(folder, name), { throwIfNoEntry: false });
    if (left && Date.now() - left.mtimeMs > 86_400_000) fs.rmSync(path.join(folder, name), { force: true });
  }
  const dispose = () => {
    for (const file of [repo.index, `${repo.index}.lock`]) fs.rmSync(file, { force: true });
  };
  dispose(); // a killed run may have had the same process id
  const cached = fs.statSync(repo.cache, { throwIfNoEntry: false });
  if (cached) {
    fs.copyFileSync(repo.cache, repo.index);
    fs.utimesSync(repo.index, cached.atime, Math.floor(cached.mtimeMs) / 1000);
  }
  try {
    work();
    if (fs.existsSync(repo.index)) fs.renameSync(repo.index, repo.cache);
  } finally {
    dispose();
  }
}

/** What is at a path; nothing is below a file or a circle of links. */
function statOf(repo, each) {
  try {
    return fs.lstatSync(Buffer.concat([repo.top, Buffer.from(each, 'latin1')]), { throwIfNoEntry: false });
  } catch (error) {
    if (error.code === 'ENOTDIR' || error.code === 'ELOOP') return undefined;
    throw error;
  }
}

/** A test for paths: is this one a file or a link, with nothing but real folders above it? */
function presence(repo) {
  const folders = new Map([['.', true]]);
  const isFolder = (folder) => {
    let known = folders.get(folder);
    if (known === undefined) {
      known = isFolder(path.posix.dirname(folder)) && (statOf(repo, folder)?.isDirectory() ?? false);
      folders.set(folder, known);
    }
    return known;
  };
  return (each) => {
    if (!isFolder(path.posix.dirname(each))) return false;
    const found = statOf(repo, each);
    return found !== undefined && (found.isFile() || found.isSymbolicLink());
  };
}

/** Writes the tree of all tracked and all untracked, not ignored files; `also` are paths to take although ignored. */
function snapshot(repo, also = []) {
  const present = presence(repo);
  // A nested repository is listed with a slash at its end; it is its own, so it is neither saved nor removed.
  const listed = records(repo.git(['ls-files', '-z', '--cached', '--others', '--exclude-standard']));
  const wanted = new Set([...listed, ...also].filter((each) => !each.endsWith('/') && present(each)));
  const write = () => {
    const gone = records(repo.shadow(['ls-files', '-z'])).filter((each) => !wanted.has(each));
    repo.shadow(['update-index', '--force-remove', '-z', '--stdin'], { input: nul(gone) });
    repo.shadow(['update-index', '--add', '--remove', '-z', '--stdin'], { input: nul([...wanted]) });
    return repo.shadow(['write-tree']).trim();
  };
  try {
    return write();
  } catch {
    // The private index is only a cache: it may be damaged, or name what gc has dropped since.
    for (const file of [repo.index, `${repo.index}.lock`]) fs.rmSync(file, { force: true });
    return write();
  }
}

/** All checkpoints, oldest first. */
function checkpoints(repo) {
  const fields = [
    '%(refname)',
    '%(objectname)',
    '%(tree)',
    '%(parent)',
    '%(committerdate:format-local:%Y-%m-%d %H:%M)',
  ];
  const format = [...fields, '%(contents:subject)', '%(contents:body)'].join('%1f');
  const text = Buffer.from(repo.git(['for-each-ref', `--format=${format}%1e`, REFS]), 'latin1').toString('utf8');
  const all = [];
  for (const record of text.split('\x1e')) {
    const [ref, id, tree, head, date, label, body] = record.split('\x1f').map((part) => part.trim());
    const n = Number(ref?.slice(REFS.length));
    if (!body || !Number.isInteger(n)) continue;
    const trailer = (key) => body.match(new RegExp(`^Reconcile-${key}: (.*)$`, 'm'))?.[1];
    const [kind, worktree, restores] = [trailer('Kind'), trailer('Worktree'), Number(trailer('Restores'))];
    if (kind && worktree) all.push({ n, id, tree, head, date, label, kind, worktree, restores });
  }
  return all.sort((a, b) => a.n - b.n);
}

/** The commit HEAD points to, or '' in a repository without a commit. */
const headOf = (repo) => repo.git(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], { ok: [0, 1] }).trim();

/** Makes the commit object of one checkpoint and gives its id. */
function commit(repo, { tree, head, label, kind, restores }) {
  const subject = label.replace(/[\s\p{Cc}]+/gu, ' ').trim() || kind;
  const more = restores === undefined ? '' : `Reconcile-Restores: ${restores}\n`;
  const message = `${subject}\n\nReconcile-Kind: ${kind}\nReconcile-Worktree: ${repo.worktree}\n${more}`;
  const parent = head === '' ? [] : ['-p', head];
  return repo.git(['commit-tree', '--no-gpg-sign', tree, ...parent], { input: message }).trim();
}

/** Stores a tree as the next checkpoint and gives its number. */
function store(repo, what) {
  const id = commit(repo, { ...what, head: headOf(repo) });
  const taken = repo.git(['for-each-ref', '--format=%(refname)', REFS]).matchAll(/\/(\d+)$/gm);
  let n = Math.max(0, ...[...taken].map(([, number]) => Number(number))) + 1;
  for (let tries = 0; ; tries += 1, n += 1) {
    try {
      repo.git(['update-ref', '--no-deref', REFS + n, id, '0'.repeat(id.length)]);
      return n;
    } catch (error) {
      if (tries === 20) throw error; // another session took that number: take the next
    }
  }
}

/** The checkpoint that `text` names; without `text` the newest one that was saved in this worktree. */
function pick(repo, text) {
  const all = checkpoints(repo);
  if (text === undefined) {
    const newest = all.findLast((each) => each.worktree === repo.worktree && each.kind === 'checkpoint');
    if (newest) return newest;
    throw new Refused('there is no checkpoint in this worktree yet');
  }
  const found = all.find((each) => String(each.n) === text);
  if (found) return found;
  throw new Refused(`there is no checkpoint ${text}; "list" shows those that exist`);
}

/** The files below a folder, ignored ones too. */
function filesBelow(repo, folder) {
  const full = Buffer.concat([repo.top, Buffer.from(folder, 'latin1')]);
  const found = [];
  for (const entry of fs.readdirSync(full, { withFileTypes: true, encoding: 'buffer' })) {
    const name = entry.name.toString('latin1');
    if (name === '.git') throw new Refused(`a file must stand at ${folder}, where a repository of its own is now`);
    if (entry.isDirectory()) found.push(...filesBelow(repo, `${folder}/${name}`));
    else found.push(`${folder}/${name}`);
  }
  return found;
}

/**
 * What stands where `tree` has something, ignored or not: git would overwrite ignored files without a word (seen with
 * 2.39), so they are made part of what is saved before.
 */
function inTheWay(repo, tree) {
  const found = new Set();
  for (const each of pathsOf(repo, tree)) {
    found.add(each);
    for (let cut = each.indexOf('/'); cut >= 0; cut = each.indexOf('/', cut + 1)) found.add(each.slice(0, cut));
    if (statOf(repo, each)?.isDirectory() && isFree(repo, each)) {
      for (const inside of filesBelow(repo, each)) found.add(inside);
    }
  }
  return found;
}

const pathsOf = (repo, tree) => records(repo.git(['ls-tree', '-r', '-z', '--name-only', tree]));

/** Whether a path could be a file: what exists of its folders are real folders. */
function isFree(repo, each) {
  for (let cut = each.indexOf('/'); cut >= 0; cut = each.indexOf('/', cut + 1)) {
    const found = statOf(repo, each.slice(0, cut));
    if (!found) return true;
    if (!found.isDirectory()) return false;
  }
  return true;
}

/** Turns the files from tree `now`, which must be what is there, into tree `then`; gives the paths that differ. */
function change(repo, now, then) {
  const differ = (filter) => records(repo.git(['diff-tree', '-r', '-z', '--name-only', filter, now, then]));
  const all = differ('--diff-filter=ADMT');
  const removed = differ('--diff-filter=D');
  // A two-way merge checks everything first, and stops before it writes when a file would be lost.
  repo.shadow(['read-tree', '-m', '-u', now, then]);
  // What the ignore rules of then cover was never part of it, although today's rules made it part of now.
  const free = removed.filter((each) => isFree(repo, each) && !statOf(repo, each));
  const ignored = new Set(
    records(repo.git(['check-ignore', '--no-index', '-z', '--stdin'], { input: nul(free), ok: [0, 1] })),
  );
  if (ignored.size > 0) {
    const entries = records(repo.git(['ls-tree', '-r', '-z', now])).filter((each) =>
      ignored.has(each.slice(each.indexOf('\t') + 1)),
    );
    repo.shadow(['update-index', '-z', '--index-info'], { input: nul(entries) });
    repo.shadow(['checkout-index', '-z', '--stdin'], { input: nul([...ignored]) });
  }
  return all.filter((each) => !ignored.has(each));
}

/** Says when the branch has moved since a checkpoint, for only files are put back. */
function noteHead(repo, checkpoint) {
  const head = headOf(repo);
  if (head === checkpoint.head) return;
  const short = (id) => (id === '' ? 'no commit' : id.slice(0, 9));
  console.log(
    `Note: HEAD was ${short(checkpoint.head)} then and is ${short(head)} now. Only files are put back; the branch stays.`,
  );
}

function save(repo, label) {
  const n = store(repo, { tree: snapshot(repo), label: label ?? '', kind: 'checkpoint' });
  console.log(`Saved checkpoint ${n}.`);
}

function list(repo, all) {
  const shown = checkpoints(repo).filter((each) => all || each.worktree === repo.worktree);
  if (shown.length === 0) console.log('No checkpoints.');
  for (const each of shown) {
    const place = all ? `  ${each.worktree}` : '';
    console.log(`${String(each.n).padStart(4)}  ${each.date}  ${each.kind.padEnd(10)}  ${each.label}${place}`);
  }
}

function preview(repo, text, patch) {
  const target = pick(repo, text);
  const now = snapshot(repo, inTheWay(repo, target.tree));
  noteHead(repo, target);
  if (now === target.tree)
    return console.log(`The files are as in checkpoint ${target.n}; rollback would change nothing.`);
  console.log(`Rollback to checkpoint ${target.n} (${target.label}) would change:`);
  const form = patch ? ['--patch', '--binary'] : ['--stat=100', '--summary'];
  repo.show(['--no-pager', 'diff', '--no-ext-diff', '--no-textconv', '--no-renames', ...form, now, target.tree]);
}

function rollback(repo, text) {
  const target = pick(repo, text);
  const now = snapshot(repo, inTheWay(repo, target.tree));
  if (now === target.tree) {
    return console.log(`The files are already as in checkpoint ${target.n}. Give a number to go further back.`);
  }
  const n = store(repo, { tree: now, label: `before rollback to ${target.n}`, kind: 'redo', restores: target.n });
  let changed;
  try {
    changed = change(repo, now, target.tree);
  } catch (error) {
    repo.git(['update-ref', '-d', REFS + n]);
    throw error;
  }
  noteHead(repo, target);
  console.log(
    `Put ${changed.length} ${changed.length === 1 ? 'file' : 'files'} back as in checkpoint ${target.n}. What was there before is kept as ${n}: "redo" returns it.`,
  );
}

function redo(repo) {
  const all = checkpoints(repo);
  const target = all.findLast((each) => each.worktree === repo.worktree && each.kind === 'redo');
  if (!target) throw new Refused('there is no rollback to take back');
  const now = snapshot(repo, inTheWay(repo, target.tree));
  const left = all.find((each) => each.n === target.restores)?.tree;
  if (now !== left && now !== target.tree) {
    const n = store(repo, { tree: now, label: `before redo of ${target.n}`, kind: 'checkpoint' });
    console.log(`The files changed since the rollback; they are saved as checkpoint ${n}.`);
  }
  const changed = change(repo, now, target.tree);
  // It is used up for redo, but stays in the list: nothing that was saved is dropped except by prune.
  repo.git(['update-ref', REFS + target.n, commit(repo, { ...target, kind: 'redone' }), target.id]);
  console.log(`Took the rollback to ${target.restores} back: ${changed.length} files are as they were before it.`);
}

function prune(repo, keep) {
  if (!/^\d+$/.test(keep)) throw new Refused('--keep wants a number');
  const mine = checkpoints(repo).filter((each) => each.worktree === repo.worktree);
  const old = mine.slice(0, Math.max(0, mine.length - Number(keep)));
  repo.git(['update-ref', '--stdin'], { input: old.map((each) => `delete ${REFS}${each.n} ${each.id}\n`).join('') });
  console.log(`Dropped ${old.length} checkpoints, kept ${mine.length - old.length}.`);
}

/** Takes `-x VALUE` or `--flag` out of the arguments. */
function option(args, names, takesValue) {
  const at = args.findIndex((each) => names.includes(each));
  if (at < 0) return undefined;
  const [, value] = args.splice(at, takesValue ? 2 : 1);
  if (takesValue && value === undefined) throw new Refused(`${names[0]} needs a value`);
  return takesValue ? value : true;
}

const VERBS = {
  save: (args) => ({ label: option(args, ['-m', '--message'], true) ?? args.splice(0).join(' ') }),
  list: (args) => ({ all: option(args, ['--all'], false) === true }),
  preview: (args) => ({ patch: option(args, ['--patch'], false) === true, n: args.shift() }),
  rollback: (args) => ({ n: args.shift() }),
  redo: () => ({}),
  prune: (args) => ({ keep: option(args, ['--keep'], true) ?? '50' }),
};

function main([verb, ...args]) {
  if (verb === '--help' || verb === '-h') return console.log(USAGE);
  const read = Object.hasOwn(VERBS, verb ?? '') ? VERBS[verb] : undefined;
  const asked = read?.(args);
  if (!asked || args.length > 0) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const repo = open();
  withIndex(repo, () => {
    if (verb === 'save') save(repo, asked.label);
    if (verb === 'list') list(repo, asked.all);
    if (verb === 'preview') preview(repo, asked.n, asked.patch);
    if (verb === 'rollback') rollback(repo, asked.n);
    if (verb === 'redo') redo(repo);
    if (verb === 'prune') prune(repo, asked.keep);
  });
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refused || error.syscall)) throw error;
  console.error(`checkpoint: ${error.message}`);
  process.exitCode = 1;
}
