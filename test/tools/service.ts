import { describe } from 'vitest';

/** Set where the services that tests use must be there, as in CI. */
const required = process.env['RECONCILE_REQUIRE_SERVICES'] === '1';

/** `describe` for tests with a real service: skipped, visibly, where it is not there; where services are required they fail instead. */
export function describeService(isThere: () => boolean): typeof describe | typeof describe.skip {
  return required || isThere() ? describe : describe.skip;
}
