import { judgmentOf } from './line.ts';
import { GIT_GUARD } from './rules.ts';

export const { judge, explain } = judgmentOf(GIT_GUARD);
