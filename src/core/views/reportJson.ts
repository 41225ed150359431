import type { Report as ReportDocument, Section as SectionDocument } from '../../../generated/audit.ts';
import type { Report } from '../reports/report.ts';
import type { Section } from '../reports/section.ts';

/** A report as JSON values: rows as objects by the names of their columns, numbers as they were measured (schemas/audit.schema.json). */
export function reportJson(report: Report): ReportDocument {
  return {
    format_version: '1.0',
    name: report.name,
    from: new Date(report.from).toISOString(),
    to: new Date(report.to).toISOString(),
    source: report.source,
    exactness: [...report.exactness],
    sections: report.sections.map(sectionJson),
  };
}

function sectionJson({ title, lines, table }: Section): SectionDocument {
  const rows = table?.rows.map((row) =>
    Object.fromEntries(table.columns.map(({ name }, at) => [name === '' ? 'verdict' : name, row[at] ?? null])),
  );
  return { title, lines: [...lines], ...(rows === undefined ? {} : { rows }) };
}
