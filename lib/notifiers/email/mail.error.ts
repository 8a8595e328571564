import { AttemptError } from '../http-client/retries.js';

const CERTIFICATE = /^(ETLS$|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
const NETWORK = /^(E?DNS|ENOTFOUND|EAI_|ECONN|ESOCKET|ETIMEDOUT|EHOST|ENET|EPIPE)/;

/**
 * Converts an error of nodemailer into one with the remedy. The server's own words may name people and are left out.
 *
 * @param begun true if the server had started to accept the mail: it may have been sent
 * @internal
 */
export function mailError(error: unknown, begun: boolean): AttemptError {
  const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
  const status = typeof responseCode === 'number' ? responseCode : undefined;
  const name = typeof code === 'string' ? code : '';
  const text = remedy(name, status) ?? (error instanceof Error ? error.message : 'the mail could not be sent');
  const later = status === undefined ? NETWORK.test(name) : status >= 400 && status < 500 && name !== 'EAUTH';
  return new AttemptError(
    `${text}${status === undefined ? '' : ` (${status})`}`,
    // Any answer of the server means that the mail was not accepted.
    { retry: later, permanent: !later, ambiguous: begun && status === undefined },
    { cause: error },
  );
}

function remedy(code: string, status: number | undefined): string | undefined {
  if (CERTIFICATE.test(code))
    return 'the TLS connection to the mail server failed: check its certificate, or tls in email.transport';
  if (code === 'EAUTH') return 'the mail server refused the user or the password: check email.transport';
  if (code === 'EMESSAGE' && status === 552)
    return 'the mail is too large for the mail server: set email.attach to false';
  if (code === 'EENVELOPE')
    return 'the mail server refused the sender or the recipients: check email.from and email.to';
  if (status !== undefined) return 'the mail server refused the mail: check its log';
  if (/^(EDNS|ENOTFOUND|EAI_)/.test(code))
    return 'the name of the mail server cannot be resolved: check email.transport';
  return NETWORK.test(code)
    ? `the mail server cannot be reached, or closed the connection (${code}): check email.transport`
    : undefined;
}
