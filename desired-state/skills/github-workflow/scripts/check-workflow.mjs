#!/usr/bin/env node
// Finds what is dangerous or missing in GitHub Actions workflows, line by line, without a YAML parser.
// Reads only. Node 18 or newer, no dependencies. Exit 1: findings, 2: wrong call.
import fs from 'node:fs';
import path from 'node:path';

// What anybody can write by opening an issue or a pull request.
const FOREIGN =
  /\$\{\{[^}]*\b(github\.head_ref|github\.event\.(issue|pull_request|comment|review|review_comment|discussion|head_commit|commits|pages|workflow_run)\b[^}]*\.(title|body|message|label|ref|head_ref|head_branch|email|name|page_name|default_branch|display_title))\b/;
const PR_CODE = /github\.event\.pull_request\.head|github\.head_ref|github\.event\.workflow_run\.head|refs\/pull\//;

const indentOf = (line) => line.length - line.trimStart().length;

/** The lines with their numbers; comments and empty lines are dropped, unless they stand inside a script. */
function linesOf(text) {
  const found = [];
  let script = -1;
  for (const [at, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trimEnd();
    if (line.trim() === '') continue;
    const indent = indentOf(line);
    if (script >= 0 && indent <= script) script = -1;
    const inScript = script >= 0;
    if (!inScript && line.trimStart().startsWith('#')) continue;
    found.push({ n: at + 1, line, indent, inScript });
    const opens = line.match(/^(\s*(?:- )?)(?:run|script):\s*[|>][+-]?\d*\s*(?:#.*)?$/);
    if (opens && !inScript) script = opens[1].length;
  }
  return found;
}

/** Cuts the jobs out: name, line and lines of each. */
function jobsOf(lines) {
  const start = lines.findIndex((each) => /^jobs:\s*(#.*)?$/.test(each.line));
  const jobs = [];
  if (start < 0) return jobs;
  const indent = lines[start + 1]?.indent ?? 0;
  for (const each of lines.slice(start + 1)) {
    if (each.indent === 0) break;
    const name = each.line.match(/^\s+["']?([\w-]+)["']?:\s*(#.*)?$/);
    if (each.indent === indent && name) jobs.push({ name: name[1], n: each.n, lines: [] });
    else jobs.at(-1)?.lines.push(each);
  }
  return jobs;
}

/** The keys that belong to the job itself. */
function jobHas(job, key) {
  const indent = job.lines[0]?.indent;
  return job.lines.some((each) => each.indent === indent && each.line.trimStart().startsWith(`${key}:`));
}

function checkUses({ line, inScript }) {
  const uses = !inScript && line.match(/^\s*(?:- )?uses:\s*["']?([^\s"'#]+)/)?.[1];
  if (!uses || uses.startsWith('./')) return undefined;
  if (uses.startsWith('docker://')) return uses.includes('@sha256:') ? undefined : `${uses} is not pinned to a digest`;
  return /@[0-9a-f]{40}$/.test(uses) ? undefined : `${uses} is not pinned to a commit`;
}

/** All findings of one workflow as [line, message]. */
function check(text) {
  const lines = linesOf(text);
  const jobs = jobsOf(lines);
  const found = [];
  const triggers = lines.filter((each) => each.indent === 0 || each.indent <= 4).map((each) => each.line);
  const privileged = triggers.some(
    (line) => /\b(pull_request_target|workflow_run)\b/.test(line) && !/^jobs/.test(line),
  );
  const topPermissions = lines.some((each) => /^permissions:/.test(each.line));
  for (const each of lines) {
    const uses = checkUses(each);
    if (uses) found.push([each.n, uses]);
    const oneLine = /^\s*(?:- )?(run|script):\s*[^|>\s]/.test(each.line);
    const foreign = (each.inScript || oneLine) && each.line.match(FOREIGN);
    if (foreign) found.push([each.n, `${foreign[1]} is text of others inside a script; give it through env`]);
    if (!each.inScript && /^\s*permissions:\s*write-all/.test(each.line))
      found.push([each.n, 'write-all gives every right']);
    if (privileged && !each.inScript && /^\s*(ref|repository):/.test(each.line) && PR_CODE.test(each.line)) {
      found.push([each.n, 'code of the pull request is checked out with the rights of the base repository']);
    }
  }
  for (const job of jobs) {
    if (!jobHas(job, 'uses') && !jobHas(job, 'timeout-minutes'))
      found.push([job.n, `job ${job.name} has no timeout-minutes`]);
    if (!topPermissions && !jobHas(job, 'permissions'))
      found.push([job.n, `job ${job.name} has no permissions, and neither has the workflow`]);
  }
  if (jobs.length === 0) found.push([1, 'has no jobs']);
  return found.sort(([a], [b]) => a - b);
}

function filesIn(given) {
  if (!fs.statSync(given).isDirectory()) return [given];
  const names = fs.readdirSync(given).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => path.join(given, name));
}

const given = process.argv.slice(2);
const missing = given.filter((each) => !fs.existsSync(each));
if (given.length === 0 || missing.length > 0) {
  const why = missing.length > 0 ? `${missing.join(', ')}: does not exist\n` : '';
  console.error(`${why}usage: check-workflow.mjs FILE_OR_FOLDER…`);
  process.exitCode = 2;
} else {
  let count = 0;
  for (const file of given.flatMap(filesIn)) {
    for (const [line, message] of check(fs.readFileSync(file, 'utf8'))) {
      count += 1;
      console.log(`${file}:${line}: ${message}`);
    }
  }
  console.error(count === 1 ? '1 finding' : `${count} findings`);
  process.exitCode = count > 0 ? 1 : 0;
}
