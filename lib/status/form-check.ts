import { randomBytes, timingSafeEqual } from 'node:crypto';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Accepts a form only from the page of this process. Another site can send a form with the cookies of a person who is
 * logged in. Such a form has neither the token nor this origin.
 *
 * @internal
 */
export class FormCheck {
  readonly token = randomBytes(24).toString('base64url');

  /** @returns the fault; `undefined` for a form of the page */
  faultOf(headers: Headers, body: unknown): string | undefined {
    if (!isSameOrigin(headers))
      return 'it does not come from this page. Behind a proxy, the header Host must be the one of the browser';
    const given: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'token') : undefined;
    return typeof given === 'string' && this.isOwn(given)
      ? undefined
      : 'the form is of another process, or of an earlier start, or was not parsed: load the page again';
  }

  private isOwn(given: string): boolean {
    const [own, other] = [Buffer.from(this.token), Buffer.from(given)];
    return own.length === other.length && timingSafeEqual(own, other);
  }
}

/** Browsers send `sec-fetch-site` where the connection is secure, and `origin` with each form. */
function isSameOrigin(headers: Headers): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  if (typeof origin !== 'string' || typeof host !== 'string') return false;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
