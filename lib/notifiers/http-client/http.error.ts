/**
 * There was no answer. The message gives the remedy, and names the host alone of the address.
 *
 * @internal
 */
export class HttpError extends Error {
  constructor(
    message: string,
    /** The request may have arrived: a part of it was written before the connection failed. */
    readonly sent: boolean,
    /** It would fail again until the configuration changes. */
    readonly permanent: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

interface Cause {
  readonly text: (host: string) => string;
  readonly permanent?: boolean;
}

const CAUSES: readonly (Cause & { readonly codes: RegExp })[] = [
  {
    codes: /^UND_ERR_(INVALID_ARG|NOT_SUPPORTED)$/,
    text: host =>
      `the request to ${host} is not valid HTTP: check the token and the headers for line ends and special characters`,
    permanent: true,
  },
  {
    codes: /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA|EAI_NONAME)$/,
    text: host => `the name ${host} cannot be resolved: check the address and this host's DNS`,
  },
  {
    codes: /^ECONNREFUSED$/,
    text: host => `${host} refused the connection: check the address and the port, and that the server is running`,
  },
  {
    codes: /^(EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|EADDRNOTAVAIL)$/,
    text: host => `${host} cannot be reached from here: check the network, the firewall and HTTPS_PROXY`,
  },
  {
    codes: /^(UND_ERR_CONNECT_TIMEOUT|ETIMEDOUT)$/,
    text: host => `${host} did not accept a connection in time: check the address, the firewall and HTTPS_PROXY`,
  },
  {
    codes: /^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID)$/,
    text: host =>
      `the TLS certificate of ${host} is not valid now, or not for this name: renew it, or correct the address`,
    permanent: true,
  },
  {
    codes: /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_|UND_ERR_PRX_TLS)/,
    text: host => `the TLS certificate of ${host} is not trusted: set http.ca to its authority`,
    permanent: true,
  },
  {
    codes: /^(ERR_SSL_|EPROTO$)/,
    text: host =>
      `the TLS handshake with ${host} failed: the address must begin with http for a server without TLS, else with https`,
    permanent: true,
  },
];

/** Converts the reason for a missing answer into an error with the remedy. @internal */
export function httpError(error: unknown, host: string, sent: boolean): HttpError {
  const code = codeOf(error);
  const known = sent ? undefined : CAUSES.find(({ codes }) => codes.test(code));
  if (known) return new HttpError(`${known.text(host)} (${code})`, false, known.permanent === true, { cause: error });
  if (!sent && /Proxy response \((\d+)\)/.test(messageOf(error))) {
    const status = /\((\d+)\)/.exec(messageOf(error))?.[1];
    return new HttpError(
      `the proxy refused to connect to ${host} (${status}): check HTTPS_PROXY and NO_PROXY`,
      false,
      false,
      {
        cause: error,
      },
    );
  }
  const what = sent ? `the connection to ${host} broke before it answered` : `no connection to ${host}`;
  return new HttpError(`${what} (${code || 'unknown error'})`, sent, false, { cause: error });
}

/** Connections to several addresses of one host fail in one error, each with its own code. */
function codeOf(error: unknown): string {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 4; depth += 1) {
    const { code, errors, cause } = at as { code?: unknown; errors?: unknown; cause?: unknown };
    if (typeof code === 'string' && !(code === 'UND_ERR' || code === '')) return code;
    at = Array.isArray(errors) ? errors[0] : cause;
  }
  return '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}
