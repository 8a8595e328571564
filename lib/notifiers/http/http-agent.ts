import * as tls from 'node:tls';
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import type { ResolvedOptions } from '../../options/resolved-options.interface.js';

const MAX_CONNECTIONS = 4;
const PROXY_VARIABLES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'];

/**
 * Connections of our own, through the proxy that the environment names. The application's global dispatcher is neither
 * used nor changed.
 *
 * @throws Error when the proxy's address is none
 * @internal
 */
export function createAgent(options: ResolvedOptions['http'], connectMs: number): Dispatcher {
  const connect = {
    timeout: connectMs,
    rejectUnauthorized: options.rejectUnauthorized,
    ...(options.ca !== undefined && { ca: [...knownAuthorities(), options.ca] }),
  };
  const settings = { connections: MAX_CONNECTIONS, connect };
  if (!PROXY_VARIABLES.some(name => process.env[name])) return new Agent(settings);
  try {
    return new EnvHttpProxyAgent({ ...settings, requestTls: connect, proxyTls: connect });
  } catch (cause) {
    // The address is not told: it may hold a password.
    throw new Error('HTTP_PROXY or HTTPS_PROXY is not the URL of a proxy: correct it or remove it', { cause });
  }
}

/** An authority that is given takes the place of all others, which nobody wants: it is added to them. */
function knownAuthorities(): readonly string[] {
  const { getCACertificates } = tls as { getCACertificates?: (type: 'default') => string[] };
  return getCACertificates?.('default') ?? tls.rootCertificates;
}
