import { judgmentOf } from './line.ts';
import { SMART_GUARD } from './smart-rules.ts';

export const { judge, verdict, explain } = judgmentOf(SMART_GUARD);
