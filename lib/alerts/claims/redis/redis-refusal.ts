import { CLAIM_KEY_PREFIX } from '../claim-key.js';
import { NoAnswerError, RefusalError } from '../store-faults.js';

/** A server's error begins with a word such as `NOPERM` or `ERR`; a client's own error does not. */
const REPLY = /^[A-Z]{3,} /;

/**
 * The user has no permission or, in managed services and behind proxies, the command does not exist. Redis 6 and older
 * report the error of a command in a script as the script's: some of these pass.
 */
const NO_SCRIPTS =
  /^NOPERM |^ERR (?!.*-(?:OOM|MISCONF|READONLY|LOADING|BUSY)\b).*(?:ACL failure in script|can't run this command|unknown command|unsupported|not (?:allowed|supported|available|permitted)|disabled)/i;

const NO_COMMAND = /'([a-z]+)'/i;

/** True when the server refuses scripts or the commands in them. @internal */
export function refusesScripts(error: unknown): boolean {
  const text = messageOf(error);
  return REPLY.test(text) && NO_SCRIPTS.test(text);
}

/**
 * Classifies a client's error: no answer, a refusal with its remedy, or any other error of the server.
 *
 * @param keyPrefix the prefix that the client adds to each key
 * @internal
 */
export function redisFault(error: unknown, keyPrefix: string): unknown {
  if (error instanceof NoAnswerError) return error;
  const text = messageOf(error);
  if (!REPLY.test(text)) return new NoAnswerError(text, { cause: error });
  const refusal = refusalOf(text, `${keyPrefix}${CLAIM_KEY_PREFIX}*`);
  return refusal === undefined ? error : new RefusalError(refusal, { cause: error });
}

function refusalOf(text: string, keys: string): string | undefined {
  if (text.startsWith('NOPERM ')) {
    const command = NO_COMMAND.exec(text)?.[1];
    const what = command === undefined ? `the keys ${keys}` : `the command ${command.toUpperCase()}`;
    return `refuses ${what} (${text}): allow the user of this connection +set +get +pttl +del on the keys ~${keys}`;
  }
  if (NO_SCRIPTS.test(text)) return `refuses a command (${text}): it needs SET, GET, PTTL and DEL on the keys ${keys}`;
  if (text.startsWith('MOVED '))
    return `is a node of a cluster (${text}): create the cache with a client of the cluster`;
  if (text.startsWith('READONLY '))
    return `is a read-only replica (${text}): create the cache with a client of the primary`;
  if (/^(?:NOAUTH|WRONGPASS) /.test(text)) {
    return `refuses to sign in (${text}): check the user name and the password of the cache's client`;
  }
  return undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
