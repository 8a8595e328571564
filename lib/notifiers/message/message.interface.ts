/**
 * A text in pieces: a string is ours; what stands in `data` comes from the application or its users, and must have no
 * power wherever it is shown.
 *
 * @internal
 */
export type Pieces = readonly (string | { readonly data: string })[];

/** What people are told, in no format yet. @internal */
export interface Message {
  /** One sentence, data: what they should read if they read nothing else. */
  readonly headline: string;
  /** For a subject or a notification: one line, data. */
  readonly subject: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly rows: readonly { readonly label: Pieces; readonly value: Pieces }[];
}
