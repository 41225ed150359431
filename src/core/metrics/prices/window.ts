const DEFAULT_WINDOW = 200_000;
const LARGE_WINDOW = 1_000_000;

/**
 * The size of a model's context window in tokens. `known` is what the client said for this session, if it did; without
 * it, `[1m]` in the name or a larger use than fits says that it is the large one.
 */
export function contextWindow(model: string, used: number, known: number | undefined): number {
  if (known !== undefined && known > 0) return known;
  return model.includes('[1m]') || used > DEFAULT_WINDOW ? LARGE_WINDOW : DEFAULT_WINDOW;
}
