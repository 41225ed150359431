import { ACTIONS, type FileChange, fileChanges, tallyOf } from '../plan/fileChange.ts';
import type { TargetPlan } from '../plan/plan.ts';
import { tilde } from '../values/paths.ts';
import { costText } from './costText.ts';
import { adoptedText, type FileRow, fileRows, isRecordOnly, listKey } from './fileText.ts';
import type { Paint } from './paint.ts';
import type { PlanTextOptions } from './planTextOptions.ts';
import { columns, cutEnd, pad, wrap } from './printable.ts';
import { fieldLines, rowLines, signText, widestOf } from './rowText.ts';
import { shown } from './shown.ts';
import { diffKey, diffLines, sidesToShow } from './shownDiff.ts';
import { counted, creationText, SIGNS } from './wording.ts';

/** How wide the columns of the header lines are. */
export interface Layout {
  readonly name: number;
  readonly root: number;
}

/** Lists shorter than this are told again rather than folded: a reference would not be shorter. */
const WORTH_FOLDING = 3;
/** So many targets with one and the same list get a line of their own; the rest is a count. */
const FOLLOWERS = 5;
const DIFF_LINES = 20;
const DIFF_INDENT = '      ';

/** Writes target after target and remembers what was already shown, so that it is not shown again. */
export class PlanWriter {
  readonly #options: PlanTextOptions;
  readonly #out: Paint;
  readonly #layout: Layout;
  readonly #noun: { readonly one: string; readonly many: string };
  /** By list of changes: the target that shows it, and those that were only counted. */
  readonly #lists = new Map<string, { leader: string; followers: number; uncounted: TargetPlan[] }>();
  /** By diff: the target that shows it. */
  readonly #diffs = new Map<string, string>();

  constructor(
    options: PlanTextOptions,
    out: Paint,
    layout: Layout,
    noun: { readonly one: string; readonly many: string },
  ) {
    this.#options = options;
    this.#out = out;
    this.#layout = layout;
    this.#noun = noun;
  }

  /** The lines for one target; after a target with a body an empty one. */
  target(target: TargetPlan): string[] {
    if (target.status !== 'OutOfSync') return this.#standing(target);
    const files = fileChanges(target);
    const list = files.length < WORTH_FOLDING ? undefined : this.#listOf(target);
    if (list === undefined || list.leader === target.name)
      return [this.#header(target), ...this.#cost(target), ...this.#body(target, files), ''];
    list.followers++;
    if (list.followers > FOLLOWERS && !this.#options.verbose) {
      list.uncounted.push(target);
      return [];
    }
    const same = `  ${this.#foldedCounts(files)}, the same as in ${shown(list.leader)}`;
    return [this.#header(target), ...this.#cost(target), same, ''];
  }

  /** What `target` only counted. */
  remainder(): string[] {
    const lines: string[] = [];
    for (const { leader, uncounted } of this.#lists.values()) {
      if (uncounted.length === 0) continue;
      const made = uncounted.filter((target) => target.creation !== undefined).length;
      const created = made === 0 ? '' : `, ${made} of them to be created`;
      const many = counted(uncounted.length, `more ${this.#noun.one}`, `more ${this.#noun.many}`);
      lines.push(`${many}${created}: the same changes as in ${shown(leader)} (-v lists them)`);
    }
    return lines;
  }

  #listOf(target: TargetPlan) {
    const key = listKey(target);
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const list = { leader: target.name, followers: 0, uncounted: [] };
    this.#lists.set(key, list);
    return list;
  }

  /** In sync, blocked, in error, suspended: one line, with the reason and the way out. */
  #standing(target: TargetPlan): string[] {
    const name = this.#name(target);
    if (target.status === 'InSync') return [`${name}   ${this.#out.dim('in sync')}`, ...this.#cost(target)];
    const color = target.status === 'Suspended' ? this.#out.yellow : this.#out.red;
    const word = target.status.toLowerCase();
    const indent = Math.max(this.#layout.name + 3, 2);
    const text = target.reason === undefined ? word : `${word}: ${shown(target.reason)}`;
    const start = columns(shown(target.name)) > this.#layout.name ? columns(shown(target.name)) + 3 : indent;
    const [first, ...rest] = wrap(text, Math.max(30, this.#options.width - start));
    return [`${name}   ${color(word)}${first!.slice(word.length)}`, ...rest.map((line) => ' '.repeat(start) + line)];
  }

  #cost(target: TargetPlan): string[] {
    const cost = this.#options.costs?.get(target.name);
    if (cost === undefined) return [];
    return wrap(costText(cost), Math.max(30, this.#options.width - 2)).map((line) => `  ${this.#out.dim(line)}`);
  }

  #name(target: TargetPlan): string {
    const name = shown(target.name);
    return this.#out.bold(name) + ' '.repeat(Math.max(0, this.#layout.name - columns(name)));
  }

  #header(target: TargetPlan): string {
    const root = pad(shown(tilde(target.root, this.#options.home)), this.#layout.root);
    const facts: string[] = [];
    if (target.creation !== undefined) facts.push(creationText(target.creation));
    else if (target.head !== undefined) facts.push(`${shown(target.branch ?? 'detached')} ${target.head.slice(0, 7)}`);
    else if (target.branch !== undefined) facts.push(`${shown(target.branch)}, no commits yet`);
    if (target.delivery === 'branch') facts.push('delivered on a branch of its own');
    return `${this.#name(target)}   ${root}   ${this.#out.dim(facts.join('; '))}`.trimEnd();
  }

  /** `+ 38 files, ~ 2 files`. */
  #foldedCounts(files: readonly FileChange[]): string {
    const tally = tallyOf(files);
    const parts = ACTIONS.filter((action) => tally[action] > 0);
    return parts.map((action) => `${signText(SIGNS[action], this.#out)} ${counted(tally[action], 'file')}`).join(', ');
  }

  #body(target: TargetPlan, files: readonly FileChange[]): string[] {
    if (isRecordOnly(target))
      return [
        `  ${signText(SIGNS.adopt, this.#out)} ${this.#out.dim('only the record of what is ours is brought up to date')}`,
      ];
    const { verbose } = this.#options;
    const rows = fileRows(files, { all: verbose, valueWidth: verbose ? 400 : 48 });
    const cap = Math.max(24, Math.min(64, Math.floor(this.#options.width * 0.6)));
    const names = rows.map((row) => row.name);
    const widest = widestOf(names, cap);
    const margins = { out: this.#out, width: this.#options.width, indent: '  ' };
    const lines = rows.flatMap((row) => [
      ...rowLines(row, widest, margins),
      ...fieldLines(row.fields, { ...margins, indent: DIFF_INDENT }),
      ...this.#diff(target, row),
    ]);
    const adopted = verbose ? 0 : files.filter((file) => file.action === 'adopt').length;
    if (adopted > 0) lines.push(`  ${signText(SIGNS.adopt, this.#out)} ${this.#out.dim(adoptedText(adopted, 'file'))}`);
    return lines;
  }

  #diff(target: TargetPlan, row: FileRow): string[] {
    const { diffOf, conflictOf, verbose, width } = this.#options;
    const sides = diffOf === undefined ? undefined : sidesToShow(target, row.file, conflictOf);
    if (diffOf === undefined || sides === undefined) return [];
    const key = diffKey(row.file.path, sides);
    const shownIn = this.#diffs.get(key);
    if (shownIn !== undefined) return [`${DIFF_INDENT}${this.#out.dim(`the same diff as in ${shown(shownIn)}`)}`];
    this.#diffs.set(key, target.name);
    const lines = diffLines(sides, diffOf);
    const most = verbose || lines.length <= DIFF_LINES + 2 ? lines.length : DIFF_LINES;
    const room = verbose ? Number.POSITIVE_INFINITY : Math.max(40, width - DIFF_INDENT.length);
    const painted = lines.slice(0, most).map((line) => DIFF_INDENT + this.#diffLine(cutEnd(line, room)));
    const more = lines.length - most;
    if (more > 0) painted.push(`${DIFF_INDENT}${this.#out.dim(`… ${counted(more, 'more line')}; -v shows all`)}`);
    return painted;
  }

  #diffLine(line: string): string {
    const { green, red, cyan, dim } = this.#out;
    const color = line.startsWith('+') ? green : line.startsWith('-') ? red : line.startsWith('@@') ? cyan : dim;
    // On changed lines a space at the end may be the change.
    return color(line.startsWith(' ') ? line.trimEnd() : line);
  }
}
