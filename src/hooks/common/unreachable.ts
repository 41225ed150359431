/** Marks the end of an exhaustive switch: the compiler refuses it while a case is missing. Throws if it is reached. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value ${JSON.stringify(value)}`);
}
