/**
 * A text in pieces. A string belongs to the library. `data` comes from the application or its users, and must have no effect
 * as markup.
 *
 * @internal
 */
export type Pieces = readonly (string | Data)[];

/** @internal */
export interface Data {
  readonly data: string;
  /** It is useless when cut: a path, an id, a line of code. */
  readonly whole?: true;
  /** It is an address of the operator's, made of characters that are no markup in any chat. People can open it. */
  readonly link?: true;
}

/** The limit for `whole` data. It fits into every chat. @internal */
export const MAX_WHOLE = 900;

/** `info`: a test. `good`: a digest without a slow execution. @internal */
export type Tone = 'info' | 'good' | 'warning' | 'critical';

/** A message, before its format. @internal */
export interface Message {
  /** One sentence, data. For an alert: the endpoint, the duration and the reason. */
  readonly headline: string;
  /** One line, data, for a subject or a notification. */
  readonly subject: string;
  /** `#rrggbb` */
  readonly color: string;
  /** For chats that have names of colors instead. */
  readonly tone: Tone;
  readonly rows: readonly Row[];
}

/** @internal */
export interface Row {
  readonly label: Pieces;
  readonly value: Pieces;
  /** If there is no room for all rows, the others are left out. */
  readonly vital?: true;
}
