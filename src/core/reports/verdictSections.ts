import { adviceOn } from './advice.ts';
import { type Facts, filled } from './facts.ts';
import { type Section, tableOf } from './section.ts';
import { spaceOf } from './space.ts';
import { trendsOf } from './trends.ts';

/** The parts of a report that judge: what is off, which way it goes, what to do. */
export function topIssues({ now, thresholds }: Facts): Section {
  const advice = adviceOn(now, thresholds).filter(({ weight }) => weight !== 'hint');
  const lines = advice.slice(0, 5).map(({ weight, seen }) => `${weight === 'critical' ? 'Critical: ' : ''}${seen}`);
  return { title: 'Top issues', lines: lines.length === 0 ? ['None.'] : lines };
}

export function trends({ now, before }: Facts): Section {
  const rows = trendsOf(now, before).map((trend) => {
    const change =
      trend.before === undefined || trend.before === 0 ? undefined : (100 * (trend.now - trend.before)) / trend.before;
    const better =
      change === undefined || change === 0 || trend.good === 'neither'
        ? ''
        : change > 0 === (trend.good === 'up')
          ? 'better'
          : 'worse';
    return {
      what: trend.unit === '' ? trend.name : `${trend.name}, ${trend.unit}`,
      now: trend.now,
      before: trend.before,
      change,
      '': better,
    };
  });
  const table = tableOf({ what: 'text', now: 'count', before: 'count', change: '%', '': 'text' }, rows);
  return filled('Trends, against the period before', rows, table, 'Nothing was measured.');
}

export function space({ now, thresholds, days }: Facts): Section {
  const rows = spaceOf(now, thresholds, days).map(({ name, score, parts }) => ({
    dimension: name,
    score,
    'made of':
      parts.length === 0 ? 'not measured' : parts.map((part) => `${part.name} ${Math.round(part.score)}`).join('; '),
  }));
  return {
    title: 'SPACE, 0 to 100',
    lines: [],
    table: tableOf({ dimension: 'text', score: 'count', 'made of': 'text' }, rows),
  };
}

export function recommendations({ now, thresholds }: Facts): Section {
  const lines = adviceOn(now, thresholds).map(({ seen, act }) => `${seen} ${act}`);
  const measured = Object.values(now).some((answers) =>
    answers.some((found) => Object.values(found).some((value) => value !== null && value !== 0)),
  );
  if (!measured) return { title: 'Recommendations', lines: ['None: nothing was measured.'] };
  return {
    title: 'Recommendations',
    lines: lines.length === 0 ? ['None: everything that was measured is within its limits.'] : lines,
  };
}

export function nextActions({ now, thresholds }: Facts): Section {
  const acts = [...new Set(adviceOn(now, thresholds).map(({ act }) => act))].slice(0, 3);
  return { title: 'Next', lines: acts.length === 0 ? ['Nothing to do.'] : acts };
}
