export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The text is constant, the data is in the fields. Goes to stderr, never to stdout. */
export interface Log {
  debug(text: string, fields?: Fields): void;
  info(text: string, fields?: Fields): void;
  warn(text: string, fields?: Fields): void;
  error(text: string, fields?: Fields): void;
}
