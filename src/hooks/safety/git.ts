import { GIT_GUARD } from './git-rules.ts';
import { judgmentOf } from './line.ts';

export const { judge, verdict, explain } = judgmentOf(GIT_GUARD);
