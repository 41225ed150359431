import type { Edit } from '../canonical/edit/data.ts';
import type { Json } from '../values/json.ts';
import type { TargetName } from '../values/target.ts';
import { type Facts, factsAsKeys } from './entryText.ts';
import type { TargetPart } from './propose.ts';

/** The edits that add these targets to a canonical.yaml. */
export function entryEdits(parts: readonly TargetPart[], facts: ReadonlyMap<TargetName, Facts>): Edit[] {
  return parts.map((part): Edit => {
    const comment = commentOf(part);
    const value = entryOf(part, facts.get(part.name)!);
    return {
      set: part.isHome ? ['home'] : ['repositories', part.name],
      value,
      ...(comment === undefined ? {} : { comment }),
    };
  });
}

function entryOf(part: TargetPart, facts: Facts): Json {
  const entry: Record<string, Json> = {
    ...(part.isHome ? {} : Object.fromEntries(factsAsKeys(facts))),
    ...Object.fromEntries(part.select),
    ...(part.settings.length === 0 ? {} : { settings: part.settings }),
    ...(part.exclude.length === 0 ? {} : { exclude: part.exclude }),
    ...(part.keeps ? { policy: { prune: false } } : {}),
  };
  return part.isHome && Object.keys(entry).length === 0 ? true : entry;
}

function commentOf(part: TargetPart): string | undefined {
  const sentences = [
    part.settings.some((item) => typeof item !== 'string')
      ? 'A null in settings takes away what it would get otherwise; what it has of that is in its own layer.'
      : '',
    part.exclude.length > 0 ? 'It has not what exclude names. Take a line out to have it delivered.' : '',
    part.keeps ? 'Another hub has written here; what this one does not know of is left, not deleted.' : '',
  ].filter((sentence) => sentence !== '');
  return sentences.length === 0 ? undefined : sentences.join('\n');
}
