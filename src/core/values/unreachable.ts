/** Makes a switch exhaustive: the compiler refuses the call as long as a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
