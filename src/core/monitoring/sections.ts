import type { Thresholds } from '../canonical/canonical.ts';
import type { Section } from './panel.ts';
import { costSection, todaySection } from './sections/cost.ts';
import { agentsSection, hooksSection, toolsSection } from './sections/tools.ts';
import { contextSection, driftSection, tasksSection } from './sections/work.ts';

/** All sections of the dashboard, the most asked first. */
export function sections(thresholds: Thresholds): Section[] {
  return [
    todaySection(thresholds),
    costSection(thresholds),
    toolsSection(thresholds),
    agentsSection(thresholds),
    hooksSection(thresholds),
    tasksSection(),
    contextSection(thresholds),
    driftSection(),
  ];
}
