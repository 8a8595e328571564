import { AttemptError } from '../http/retries.js';

const CERTIFICATE = /^(ETLS$|CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;
const NETWORK = /^(E?DNS|ENOTFOUND|EAI_|ECONN|ESOCKET|ETIMEDOUT|EHOST|ENET|EPIPE)/;

/**
 * What nodemailer says, in words that tell what to do; the server's own words may name people, and are left out.
 *
 * @param begun whether the server had begun to take the mail when it failed: it may have been sent then
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
    // An answer, whatever it is, says that the mail was not taken.
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
  if (code === 'EENVELOPE') return 'the mail server refused the sender or the receivers: check email.from and email.to';
  if (status !== undefined) return 'the mail server refused the mail: look at its log';
  if (/^(EDNS|ENOTFOUND|EAI_)/.test(code))
    return 'the name of the mail server cannot be resolved: check email.transport';
  return NETWORK.test(code)
    ? `the mail server cannot be reached, or broke off (${code}): check email.transport`
    : undefined;
}
