import type { CountByTable, Emit } from '../../core/metrics/emit.ts';
import { UNITS_PER_DOLLAR } from '../../core/metrics/prices/prices.ts';
import type { Counting } from '../../core/metrics/transcript/count.ts';
import type { IngestReport, ModelReport } from '../../core/metrics/transcript/report.ts';
import { requestAt } from '../../core/metrics/transcript/requests.ts';
import { byText } from '../../core/values/address.ts';
import type { SpoolWriter } from '../../ports/spoolWriter.ts';
import type { TranscriptFile } from '../../ports/transcripts.ts';

interface ModelTally {
  requests: number;
  tokens: number;
  units: number;
  unpriced: number;
  given: number;
}

/** Adds up one run as it goes on. */
export class Tally {
  readonly roots: { path: string; files: number }[] = [];
  leftOut = 0;
  waiting = 0;
  filesRead = 0;
  begunAnew = 0;
  bytesRead = 0;
  lines = 0;
  malformed = 0;
  tooLong = 0;
  responseLines = 0;
  readonly emit: Emit;
  /** Requests with smaller numbers were known before. */
  readonly #first: number;
  #files = 0;
  #bytes = 0;
  readonly #requests = new Set<number>();
  readonly #sessions = new Map<string, boolean>();
  readonly #models = new Map<string, ModelTally>();
  readonly #rows = new Map<keyof CountByTable, number>();

  constructor(spool: SpoolWriter, firstNew: number) {
    this.#first = firstNew;
    this.emit = (table, row) => {
      this.#rows.set(table, (this.#rows.get(table) ?? 0) + 1);
      spool.append(table, row);
    };
  }

  found(file: TranscriptFile): void {
    this.#files++;
    this.#bytes += file.size;
  }

  /** Looks at what was changed, before its rows are made. */
  see({ book, prices }: Counting, owns: (session: string) => boolean): void {
    for (const number of book.changed.sessions) {
      const { id } = book.sessions[number]!;
      if (!this.#sessions.has(id)) this.#sessions.set(id, owns(id));
    }
    for (const number of book.changed.requests) {
      const request = requestAt(book, prices, number);
      if (number < this.#first || !request.counted || this.#requests.has(number)) continue;
      this.#requests.add(number);
      const model = this.#models.get(request.model) ?? { requests: 0, tokens: 0, units: 0, unpriced: 0, given: 0 };
      this.#models.set(request.model, model);
      model.requests++;
      model.tokens += Object.values(request.tokens).reduce((sum, tokens) => sum + tokens, 0);
      model.units += request.units ?? 0;
      if (request.units === undefined) model.unpriced++;
      if (request.given) model.given++;
    }
  }

  report(pricesChecked: string): IngestReport {
    const byHooks = [...this.#sessions.values()].filter(Boolean).length;
    const tables = [...this.#rows].sort(([a], [b]) => byText(a, b));
    return {
      roots: this.roots,
      files: {
        found: this.#files,
        read: this.filesRead,
        begunAnew: this.begunAnew,
        leftOut: this.leftOut,
        waiting: this.waiting,
      },
      bytes: { found: this.#bytes, read: this.bytesRead },
      lines: { read: this.lines, malformed: this.malformed, tooLong: this.tooLong },
      requests: { new: this.#requests.size, repeatedLines: this.responseLines - this.#requests.size },
      sessions: { touched: this.#sessions.size, byHooks },
      rows: Object.fromEntries(tables),
      models: [...this.#models]
        .map(modelReport)
        .sort((a, b) => (b.costUsd ?? 0) - (a.costUsd ?? 0) || byText(a.model, b.model)),
      pricesChecked,
    };
  }
}

function modelReport([model, { requests, tokens, units, unpriced, given }]: readonly [
  string,
  ModelTally,
]): ModelReport {
  return {
    model,
    requests,
    tokens,
    ...(unpriced > 0 ? {} : { costUsd: units / UNITS_PER_DOLLAR }),
    basis: unpriced > 0 ? 'unknown' : given === requests ? 'transcript' : 'list-price',
  };
}
