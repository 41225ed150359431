/** What came of merging two changes: the result, or why a person must decide. Never half of it. */
export type Merged<T> =
  | { readonly kind: 'merged'; readonly value: T }
  | { readonly kind: 'clash'; readonly because: string };
