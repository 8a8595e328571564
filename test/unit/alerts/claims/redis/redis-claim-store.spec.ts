import { describe, expect, it } from '@jest/globals';
import { newClaim } from '../../../../../lib/alerts/claims/claim-key.js';
import { RedisClaimStore } from '../../../../../lib/alerts/claims/redis/redis-claim-store.js';
import { NoAnswerError, RefusalError } from '../../../../../lib/alerts/claims/store-faults.js';
import { describeClaimStore } from '../../../../contracts/claim-store.js';
import { FakeRedis } from './fake-redis.js';

const NOPERM_EVAL = "NOPERM User app has no permissions to run the 'eval' command";
const NOPERM_SET = "NOPERM User app has no permissions to run the 'set' command";
const NOPERM_KEYS = 'NOPERM No permissions to access a key';

function withoutScripts(refusal = NOPERM_EVAL): FakeRedis {
  const redis = new FakeRedis();
  redis.refused['eval'] = refusal;
  return redis;
}

describeClaimStore('Redis that refuses scripts', async () => {
  const redis = withoutScripts();
  return { store: new RedisClaimStore(redis), advance: ms => (redis.now += ms) };
});

describe('RedisClaimStore', () => {
  it.each([
    NOPERM_EVAL,
    "ERR unknown command 'EVAL', with args beginning with: ",
    'ERR ACL failure in script: User app has no permissions to run the set command',
    'ERR This command is not supported by the proxy',
  ])('uses plain commands, and no script again, after %s', async refusal => {
    const redis = withoutScripts(refusal);
    const store = new RedisClaimStore(redis);
    const claim = newClaim('a');
    expect(await store.claim(claim, 1_000)).toBeUndefined();
    expect(await store.claim(newClaim('a'), 1_000)).toMatchObject({ token: claim.token, remainingMs: 1_000 });
    expect(await store.confirm(claim, 5_000, 7)).toBe(true);
    expect(await store.claim(newClaim('a'), 1_000)).toMatchObject({ alertedMs: 7, remainingMs: 5_000 });
    expect(redis.calls.filter(command => command === 'eval')).toHaveLength(1);
  });

  it('tries scripts again while plain commands fail, too', async () => {
    const redis = withoutScripts(NOPERM_KEYS);
    redis.refused['set'] = NOPERM_KEYS;
    const store = new RedisClaimStore(redis);
    for (let call = 0; call < 2; call += 1) await expect(store.claim(newClaim('a'), 1_000)).rejects.toThrow();
    expect(redis.calls).toEqual(['eval', 'set', 'eval', 'set']);
  });

  it.each([
    ['set', NOPERM_SET, 'refuses the command SET ('],
    ['set', NOPERM_SET, '+set +get +pttl +del on the keys ~app:performance-monitor:claim:*'],
    ['set', NOPERM_KEYS, 'refuses the keys app:performance-monitor:claim:* ('],
    ['set', "ERR unknown command 'SET'", 'it needs SET, GET, PTTL and DEL'],
    ['set', "READONLY You can't write against a read only replica.", 'create the cache with a client of the primary'],
    ['set', 'WRONGPASS invalid username-password pair or user is disabled.', 'check the user name and the password'],
    ['set', 'NOAUTH Authentication required.', 'check the user name and the password'],
    ['set', 'MOVED 866 127.0.0.1:7463', 'create the cache with a client of the cluster'],
  ])('names the remedy when %s is refused: %s', async (command, refusal, remedy) => {
    const redis = withoutScripts();
    redis.keyPrefix = 'app:';
    redis.refused[command] = refusal;
    const request = new RedisClaimStore(redis).claim(newClaim('a'), 1_000);
    await expect(request).rejects.toThrow(RefusalError);
    await expect(request).rejects.toThrow(remedy);
  });

  it.each(['LOADING Redis is loading the dataset in memory', 'OOM command not allowed when used memory > maxmemory'])(
    'passes on an error that is not a refusal: %s',
    async answer => {
      const redis = withoutScripts(answer);
      const request = new RedisClaimStore(redis).claim(newClaim('a'), 1_000);
      await expect(request).rejects.toThrow(answer);
      await expect(request).rejects.not.toBeInstanceOf(NoAnswerError);
      expect(redis.calls).toEqual(['eval']);
    },
  );

  it.each(['connect ECONNREFUSED 127.0.0.1:6379', 'Socket closed unexpectedly', 'Connection is closed.', ''])(
    'treats "%s" as no answer',
    async failure => {
      const request = new RedisClaimStore(withoutScripts(failure)).claim(newClaim('a'), 1_000);
      await expect(request).rejects.toBeInstanceOf(NoAnswerError);
    },
  );

  it('confirms no claim that was granted to another process in the meantime', async () => {
    const redis = withoutScripts();
    const store = new RedisClaimStore(redis);
    const late = newClaim('a');
    await store.claim(late, 1_000);
    redis.now += 1_000;
    const [confirmed, held] = await Promise.all([store.confirm(late, 5_000, 1), store.claim(newClaim('a'), 1_000)]);
    expect([confirmed, held === undefined].filter(Boolean)).toHaveLength(1);
  });
});
