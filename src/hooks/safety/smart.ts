import { judgmentOf } from './line.ts';
import { SMART_GUARD } from './rules.ts';

export const { judge, explain } = judgmentOf(SMART_GUARD);
