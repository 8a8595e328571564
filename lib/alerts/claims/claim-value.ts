/** The value of a claim in a store. @internal */
export interface ClaimValue {
  readonly token: string;
  /** Duration of the alerted execution; `undefined` before the alert was sent. */
  readonly alertedMs: number | undefined;
}

const SEPARATOR = ':';

/** Plain text: every store can hold it, and a script can compare its beginning with a token. @internal */
export function encodeClaim({ token, alertedMs }: ClaimValue): string {
  return alertedMs === undefined ? token : `${token}${SEPARATOR}${Math.round(alertedMs)}`;
}

/** A value that the monitor did not write decodes as a claim of an unknown holder, without an alert. @internal */
export function decodeClaim(text: string): ClaimValue {
  const at = text.indexOf(SEPARATOR);
  if (at < 0) return { token: text, alertedMs: undefined };
  const ms = Number(text.slice(at + 1));
  return { token: text.slice(0, at), alertedMs: Number.isFinite(ms) ? ms : undefined };
}
