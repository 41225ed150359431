import type { Emit } from '../emit.ts';
import { type Attributes, numberOf } from './message.ts';

/** What telling needs beside what was sent. */
export interface Telling {
  readonly emit: Emit;
  /** The name of the project in which a session runs. */
  readonly projectOf: (session: string | undefined, attributes: Attributes) => string;
  /** Whether a request or a call of a session has been told already: by a hook, or by an earlier delivery. */
  readonly isRecorded: (session: string, id: string) => boolean;
  /** Notes that a request or a call has been told. */
  readonly record: (session: string, id: string) => void;
  /** A text without what looks like a secret. */
  readonly mask: (text: string) => string;
}

/**
 * What became of one event or number: it has its rows; another feed has told it; it is known and has no row of its own; nobody knows its
 * name; or it cannot be told, and why.
 */
export type Told = 'told' | 'recorded' | 'left' | 'unknown' | { readonly rejected: string };

const MOST_NAME = 200;
const MOST_TEXT = 500;

/** A short text of an attribute; undefined where there is none. */
export function nameAt(attributes: Attributes, key: string): string | undefined {
  const value = attributes.get(key);
  return value === undefined || value === '' ? undefined : String(value).slice(0, MOST_NAME);
}

/** The start of a message, without secrets. */
export function textAt(attributes: Attributes, key: string, mask: Telling['mask']): string | undefined {
  const value = attributes.get(key);
  // Masked before it is cut: half a token is not known as one.
  return typeof value === 'string' && value !== '' ? mask(value.slice(0, 20_000)).slice(0, MOST_TEXT) : undefined;
}

/** A number of an attribute, also where it is written as a text. */
export function numberAt(attributes: Attributes, key: string): number | undefined {
  return numberOf(attributes.get(key));
}

/** A whole number of at least 0; undefined for any other. */
export function countAt(attributes: Attributes, key: string): number | undefined {
  const number = numberAt(attributes, key);
  return number !== undefined && number >= 0 && number <= Number.MAX_SAFE_INTEGER ? Math.round(number) : undefined;
}

/** True for `true`, and for the text of it. */
export function isTrue(attributes: Attributes, key: string): boolean {
  return String(attributes.get(key)) === 'true';
}

/** What an event is about, as JSON; undefined where there is nothing to say. */
export function contextOf(about: Readonly<Record<string, string | number | undefined>>): string | undefined {
  const text = JSON.stringify(about);
  return text === '{}' ? undefined : text;
}

/** The session of an event or a number. */
export function sessionOf(attributes: Attributes): string | undefined {
  return nameAt(attributes, 'session.id');
}
