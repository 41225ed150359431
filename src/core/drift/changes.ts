import type { Change } from '../plan/plan.ts';
import { parseAddress } from '../values/address.ts';
import { unreachable } from '../values/unreachable.ts';
import type { Check } from './checks.ts';

interface Told {
  readonly check: Check;
  readonly message: string;
}

function told(check: Check, message: string): Told {
  return { check, message };
}

/** What a change says is off, as a clause that follows the path. Undefined for what changes nothing but the record. */
export function tell(change: Change): Told | undefined {
  switch (change.action) {
    case 'create':
      return createTold(change);
    case 'update':
      return updateTold(change);
    case 'delete':
      return told('left-over', 'is no longer in canonical.yaml, and still there');
    case 'conflict':
      return conflictTold(change);
    case 'adopt':
    case 'forget':
      return undefined;
    default:
      return unreachable(change.action);
  }
}

function createTold(change: Change): Told {
  const isField = parseAddress(change.address).unit === 'field';
  if (change.reason === 'drifted') return told(isField ? 'field-missing' : 'deleted-there', 'was deleted there');
  const { origin } = change;
  const from =
    origin === undefined ? '' : `: ${origin.selector}${origin.place === undefined ? '' : ` (${origin.place})`}`;
  return told(isField ? 'field-missing' : 'missing', `is missing${from}`);
}

function updateTold(change: Change): Told {
  const { before, after, reason } = change;
  const isField = parseAddress(change.address).unit === 'field';
  const there = reason === 'drifted';
  if (change.from !== undefined && !there) return told('changed-here', `has another path now: it was ${change.from}`);
  if (change.byPolicy === true) return told('changed-both', 'differs there; policy lets it be overwritten');
  if (isField && there) return told('field-changed', 'was changed there');
  const bit = before !== undefined && after !== undefined && before.mode !== after.mode;
  if (bit && before.id === after.id && there) {
    const message = after.mode === '100755' ? 'lost its executable bit there' : 'was made executable there';
    return told('executable-bit', message);
  }
  const also = bit ? ', its executable bit too' : '';
  if (there) return told('changed-there', `was changed there${also}`);
  return told('changed-here', `is older than the hub: changed here${also}`);
}

function conflictTold(change: Change): Told {
  const detail = change.detail === undefined ? '' : `: ${change.detail}`;
  const { reason } = change;
  if (reason === 'not-a-file') return told('not-a-file', `cannot be written${detail}`);
  if (reason === 'unreadable') return told('unreadable', `cannot be read or taken apart${detail}`);
  if (reason === 'foreign') return told('foreign', `is wanted, but something of others stands there${detail}`);
  if (reason === 'drifted') {
    if (change.byPolicy === true) return told('left-by-policy', 'was changed there; policy leaves it');
    return told('left-over-changed', 'is no longer in canonical.yaml, but was changed there');
  }
  return told('changed-both', 'was changed both there and here');
}
