import type { Finding } from '../findings/finding.ts';
import { collisionKey, type RelPath, relPath } from '../values/paths.ts';
import { InputError, type Problem } from '../values/problem.ts';
import { globMatcher } from './select.ts';
import type { DesiredDocument, DesiredState } from './state.ts';

export interface Rendered {
  readonly desired: DesiredState;
  readonly findings: readonly Finding[];
}

/** The desired state of one target while it is put together. */
export class Assembly {
  /** The folder of the client's tree in the target: `.claude/`, or empty in the home. */
  readonly tree: string;
  readonly root: string;
  readonly committed: boolean;
  readonly #documents: Map<RelPath, DesiredDocument>;
  readonly #keys: Map<string, RelPath>;
  readonly #findings: Finding[];
  readonly #problems: Problem[];
  readonly #excluded: readonly ((path: string) => boolean)[];

  /** @param begun what was put together already; it is not changed */
  constructor(tree: string, root: string, exclude: readonly string[], begun?: Assembly) {
    this.tree = tree;
    this.root = root;
    this.committed = tree !== '';
    this.#excluded = exclude.map(globMatcher);
    this.#documents = new Map(begun === undefined ? [] : begun.#documents);
    this.#keys = new Map(begun === undefined ? [] : begun.#keys);
    this.#findings = begun === undefined ? [] : [...begun.#findings];
    this.#problems = begun === undefined ? [] : [...begun.#problems];
  }

  get hasFindings(): boolean {
    return this.#findings.length > 0;
  }

  has(path: RelPath): boolean {
    return this.#documents.has(path);
  }

  /** A later document at the same path replaces an earlier one of the same form; another form is two owners of one file. */
  add(document: DesiredDocument): void {
    if (this.#excluded.some((matches) => matches(document.path))) return;
    const checked = relPath(document.path);
    const source = 'entry' in document ? (document.entry.origin.source ?? document.path) : document.path;
    if ('refused' in checked)
      return this.wrong([{ place: { file: source }, severity: 'error', message: `the path ${checked.refused}.` }]);
    const before = this.#documents.get(document.path);
    const key = collisionKey(document.path);
    const twin = this.#keys.get(key);
    if ((before !== undefined && before.form !== document.form) || (twin !== undefined && twin !== document.path)) {
      const message = `two owners of one file: ${document.path} and ${twin ?? document.path}.`;
      return this.wrong([
        { place: { file: source }, severity: 'error', message, remedy: 'Rename or deselect one of them.' },
      ]);
    }
    this.#keys.set(key, document.path);
    this.#documents.set(document.path, document);
  }

  find(finding: Finding): void {
    this.#findings.push(finding);
  }

  wrong(problems: readonly Problem[]): void {
    this.#problems.push(...problems);
  }

  /** Everything that was added and found while `work` ran, to be added to another target as well. */
  recorded(work: () => void): Rendered {
    const before = new Map(this.#documents);
    const found = this.#findings.length;
    work();
    const added = [...this.#documents].filter(([path, document]) => before.get(path) !== document);
    return { desired: new Map(added), findings: this.#findings.slice(found) };
  }

  /** @throws InputError with everything that is wrong */
  result(): Rendered {
    if (this.#problems.length > 0) throw new InputError(this.#problems);
    return { desired: this.#documents, findings: this.#findings };
  }
}
