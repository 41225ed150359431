import type { RowOf } from '../common/spool.ts';
import { callTotals, modelTotals } from '../transcript/totals.ts';
import type { SessionFacts } from './rows.ts';
import { activityTotals } from './totals.ts';

// Shares above which a session is worth a look, and how many calls or edits make a share mean something.
const MAX_ERROR_SHARE = 0.15;
const MIN_CALLS = 20;
const MAX_REWORK_SHARE = 0.3;
const MIN_EDITS = 10;

/** The claude_events rows of a session: many failing calls, much rework, a model without a price. Told once each. */
export function warningRows(facts: SessionFacts): RowOf<'claude_events'>[] {
  const { tally } = facts;
  if (tally.started === undefined) return [];
  const calls = callTotals(tally);
  const { reworkEdits } = activityTotals(facts.activity);
  const found: RowOf<'claude_events'>[] = [];
  const warn = (id: string, category: string, value: number | undefined, context: string) => {
    const timestamp = new Date(tally.started!).toISOString();
    const common = { timestamp, project: facts.project, session_id: facts.sessionId };
    found.push({
      ...common,
      event_type: 'warning',
      severity: 'medium',
      category,
      event_id: id,
      count: 1,
      value,
      context,
    });
  };
  const errorShare = calls.errors / calls.calls;
  if (calls.calls >= MIN_CALLS && errorShare > MAX_ERROR_SHARE) {
    warn('error-share', 'proxy', errorShare, `${calls.errors} of ${calls.calls} calls failed`);
  }
  const reworkShare = reworkEdits / calls.edits;
  if (calls.edits >= MIN_EDITS && reworkShare > MAX_REWORK_SHARE) {
    warn(
      'rework-share',
      'proxy',
      reworkShare,
      `${reworkEdits} of ${calls.edits} edits changed a file again within a day`,
    );
  }
  for (const { model, costUsd } of modelTotals(tally)) {
    if (costUsd === undefined) warn(`no-price:${model}`, 'cost', undefined, `no list price is known for ${model}`);
  }
  return found;
}
