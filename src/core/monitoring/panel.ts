import { DATASOURCE } from './provisioning.ts';

/** From `from` on a value has this colour; the first step has none. */
interface Step {
  readonly from?: number;
  readonly color: 'green' | 'yellow' | 'red' | 'blue';
}

/** A panel of the dashboard, as far as panels differ. */
export interface Panel {
  readonly title: string;
  /** What it shows and how exact that is: for who wonders. */
  readonly description: string;
  readonly kind: 'stat' | 'gauge' | 'lines' | 'bars' | 'table';
  readonly sql: string;
  /** A unit of Grafana: `currencyUSD`, `percent`, `ms`, `short`. */
  readonly unit: string;
  /** Units of single columns of a table. */
  readonly units?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  /** Of the 24 columns of a dashboard. */
  readonly width: number;
  readonly height?: number;
}

export interface Section {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Green below `warn`, yellow from there, red from `critical` on. */
export function rising(warn: number, critical?: number): Step[] {
  const steps: Step[] = [{ color: 'green' }, { from: warn, color: 'yellow' }];
  return critical === undefined ? steps : [...steps, { from: critical, color: 'red' }];
}

const TYPES: Readonly<Record<Panel['kind'], string>> = {
  stat: 'stat',
  gauge: 'gauge',
  lines: 'timeseries',
  bars: 'timeseries',
  table: 'table',
};

/** The panel in Grafana's classic form. @param at its place in the grid */
export function panelJson(panel: Panel, id: number, at: { readonly x: number; readonly y: number }): object {
  const series = panel.kind === 'lines' || panel.kind === 'bars';
  return {
    id,
    type: TYPES[panel.kind],
    title: panel.title,
    description: panel.description,
    datasource: { type: DATASOURCE.type, uid: `\${datasource}` },
    gridPos: { x: at.x, y: at.y, w: panel.width, h: heightOf(panel) },
    targets: [target(panel.sql, series)],
    fieldConfig: { defaults: defaults(panel), overrides: overrides(panel) },
    options: optionsOf(panel),
  };
}

/** Panels of one row are as high as each other. */
export function heightOf(panel: Panel): number {
  return panel.height ?? (panel.kind === 'stat' || panel.kind === 'gauge' ? 4 : 8);
}

/** What Grafana asks: 0 gives time series, 1 a table (the numbers of QuestDB's plugin). */
function target(rawSql: string, series: boolean): object {
  const format = series ? 0 : 1;
  const datasource = { type: DATASOURCE.type, uid: `\${datasource}` };
  return { refId: 'A', datasource, queryType: 'sql', rawSql, format, selectedFormat: format };
}

function defaults(panel: Panel): object {
  const steps = (panel.steps ?? [{ color: 'blue' as const }]).map((step) => ({
    value: step.from ?? null,
    color: step.color,
  }));
  const lines = (panel.steps ?? []).length > 1;
  const custom = {
    drawStyle: panel.kind === 'bars' ? 'bars' : 'line',
    fillOpacity: panel.kind === 'bars' ? 80 : 10,
    showPoints: 'auto',
    stacking: { mode: panel.kind === 'bars' ? 'normal' : 'none', group: 'A' },
    thresholdsStyle: { mode: lines ? 'line' : 'off' },
  };
  const series = panel.kind === 'lines' || panel.kind === 'bars';
  return {
    unit: panel.unit,
    noValue: '–',
    color: { mode: series ? 'palette-classic' : 'thresholds' },
    thresholds: { mode: 'absolute', steps },
    ...(panel.kind === 'gauge' && panel.unit === 'percent' ? { min: 0, max: 100 } : {}),
    ...(series ? { custom } : {}),
  };
}

function overrides(panel: Panel): object[] {
  return Object.entries(panel.units ?? {}).map(([name, unit]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'unit', value: unit }],
  }));
}

function optionsOf(panel: Panel): object {
  const reduceOptions = { calcs: ['lastNotNull'], fields: '', values: false };
  switch (panel.kind) {
    case 'stat':
      return { reduceOptions, colorMode: 'value', graphMode: 'none', justifyMode: 'auto', textMode: 'auto' };
    case 'gauge':
      return { reduceOptions, showThresholdLabels: false, showThresholdMarkers: true };
    case 'table':
      return { showHeader: true, cellHeight: 'sm' };
    case 'lines':
    case 'bars':
      return {
        legend: { displayMode: 'list', placement: 'bottom', calcs: [] },
        tooltip: { mode: 'multi', sort: 'desc' },
      };
  }
}
