/**
 * A text in pieces: a string is ours; what stands in `data` comes from the application or its users, and must have no
 * power wherever it is shown.
 *
 * @internal
 */
export type Pieces = readonly (string | Data)[];

/** @internal */
export interface Data {
  readonly data: string;
  /** Cut it is of no use: a path, an id, a line of code. */
  readonly whole?: true;
}

/** The longest that is not cut when it is to be whole: it fits into every chat. @internal */
export const MAX_WHOLE = 900;

/** What people are told, in no format yet. @internal */
export interface Message {
  /** One sentence, data: what they should read if they read nothing else. Of an alert: where, how long, and why. */
  readonly headline: string;
  /** For a subject or a notification: one line, data. */
  readonly subject: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly rows: readonly Row[];
}

/** @internal */
export interface Row {
  readonly label: Pieces;
  readonly value: Pieces;
  /** Where there is no room for all rows, the others go first. */
  readonly vital?: true;
}
