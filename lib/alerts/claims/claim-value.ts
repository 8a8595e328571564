/** What a store keeps for a claim: its token, and after the alert was sent how long the execution took. @internal */
export interface ClaimValue {
  readonly token: string;
  readonly alertedMs: number | undefined;
}

const SENT = ':';

/** A plain text, so that every store can hold it, and a script can compare its beginning. @internal */
export function encodeClaim({ token, alertedMs }: ClaimValue): string {
  return alertedMs === undefined ? token : `${token}${SENT}${Math.round(alertedMs)}`;
}

/** Anything that was not written by us is held by nobody that we know, and is told about nothing. @internal */
export function decodeClaim(text: string): ClaimValue {
  const at = text.indexOf(SENT);
  if (at < 0) return { token: text, alertedMs: undefined };
  const ms = Number(text.slice(at + 1));
  return { token: text.slice(0, at), alertedMs: Number.isFinite(ms) ? ms : undefined };
}
