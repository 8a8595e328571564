import { randomBytes } from 'node:crypto';
import { claimKey, newClaim } from '../../lib/alerts/claims/claim-key.js';
import { redisFault, refusesScripts } from '../../lib/alerts/claims/redis/redis-refusal.js';
import type { RedisConnection } from '../../lib/alerts/claims/redis/redis-commands.interface.js';
import { RedisClaimStore } from '../../lib/alerts/claims/redis/redis-claim-store.js';
import { NoAnswerError, RefusalError } from '../../lib/alerts/claims/store-faults.js';
import { errorText } from '../../lib/privacy/error-text.js';
import { InputError } from '../command.error.js';
import type { Check } from './check.interface.js';
import { applicationRedis } from './redis-client.js';

const SUBJECT = 'Redis';
const KEPT_MS = 10_000;
const SCHEMES = new Set(['redis:', 'rediss:']);

/**
 * Takes, confirms and releases a claim under a key of its own, with the code and the client of the application.
 *
 * @param url `redis://user:password@host:6379`
 * @throws InputError, by rejecting, when it is no URL of Redis
 */
export async function redisChecks(url: string, directory: string): Promise<Check[]> {
  if (!URL.canParse(url) || !SCHEMES.has(new URL(url).protocol)) {
    throw new InputError('--redis needs a URL: redis://user:password@host:6379, or rediss:// for TLS');
  }
  const found = applicationRedis(url, directory);
  if (found === undefined) {
    const text =
      'no client is installed here: run the command in the directory of the application, or install @keyv/redis';
    return [{ subject: SUBJECT, state: 'failed', text }];
  }
  const store = new RedisClaimStore(found.connection);
  try {
    const claim = newClaim(claimKey('doctor', randomBytes(8).toString('hex'), 'doctor'));
    await store.claim(claim, KEPT_MS);
    await store.confirm(claim, KEPT_MS);
    await store.release(claim);
    const ok = { subject: SUBJECT, state: 'ok', text: `claims work, through ${found.client}` } as const;
    return [ok, ...(await scriptNotes(found.connection, claim.key))];
  } catch (error) {
    return [{ subject: SUBJECT, state: 'failed', text: faultText(error) }];
  } finally {
    await store.close();
  }
}

async function scriptNotes(connection: RedisConnection, key: string): Promise<Check[]> {
  const refused = await connection
    .run(redis => redis.eval('return 1', key, []))
    .then(
      () => false,
      (error: unknown) => refusesScripts(error) || redisFault(error, '') instanceof RefusalError,
    );
  if (!refused) return [];
  return [{ subject: SUBJECT, state: 'note', text: 'the server refuses scripts (EVAL): plain commands are used' }];
}

function faultText(error: unknown): string {
  if (error instanceof RefusalError) return `the server ${errorText(error)}`;
  if (error instanceof NoAnswerError)
    return `the server does not answer (${errorText(error)}): check the URL and the network`;
  return errorText(error);
}
