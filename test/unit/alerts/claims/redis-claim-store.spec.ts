import { describe, expect, it } from '@jest/globals';
import { newClaim } from '../../../../lib/alerts/claims/claim-key.js';
import { RedisClaimStore } from '../../../../lib/alerts/claims/redis-claim-store.js';
import { NoAnswerError, RefusalError } from '../../../../lib/alerts/claims/store-faults.js';
import { describeClaimStore } from './claim-store-contract.js';
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
  ])('does without scripts, and asks for none again, after %s', async refusal => {
    const redis = withoutScripts(refusal);
    const store = new RedisClaimStore(redis);
    const claim = newClaim('a');
    expect(await store.claim(claim, 1_000)).toBeUndefined();
    expect(await store.claim(newClaim('a'), 1_000)).toMatchObject({ token: claim.token, remainingMs: 1_000 });
    expect(await store.confirm(claim, 5_000, 7)).toBe(true);
    expect(await store.claim(newClaim('a'), 1_000)).toMatchObject({ alertedMs: 7, remainingMs: 5_000 });
    expect(redis.asked.filter(command => command === 'eval')).toHaveLength(1);
  });

  it('asks for scripts again as long as nothing else was granted either', async () => {
    const redis = withoutScripts(NOPERM_KEYS);
    redis.refused['set'] = NOPERM_KEYS;
    const store = new RedisClaimStore(redis);
    for (let call = 0; call < 2; call += 1) await expect(store.claim(newClaim('a'), 1_000)).rejects.toThrow();
    expect(redis.asked).toEqual(['eval', 'set', 'eval', 'set']);
  });

  it.each([
    ['set', NOPERM_SET, 'refuses the command SET ('],
    ['set', NOPERM_SET, '+set +get +pttl +del on the keys ~app:performance-monitor:claim:*'],
    ['set', NOPERM_KEYS, 'refuses the keys app:performance-monitor:claim:* ('],
    ['set', "ERR unknown command 'SET'", 'it needs SET, GET, PTTL and DEL'],
    ['set', "READONLY You can't write against a read only replica.", 'give the cache a client of the primary'],
    ['set', 'WRONGPASS invalid username-password pair or user is disabled.', 'check the user name and the password'],
    ['set', 'NOAUTH Authentication required.', 'check the user name and the password'],
    ['set', 'MOVED 866 127.0.0.1:7463', 'give the cache a client of the cluster'],
  ])('says what is missing when %s is refused: %s', async (command, refusal, said) => {
    const redis = withoutScripts();
    redis.keyPrefix = 'app:';
    redis.refused[command] = refusal;
    const asked = new RedisClaimStore(redis).claim(newClaim('a'), 1_000);
    await expect(asked).rejects.toThrow(RefusalError);
    await expect(asked).rejects.toThrow(said);
  });

  it.each(['LOADING Redis is loading the dataset in memory', 'OOM command not allowed when used memory > maxmemory'])(
    'lets an answer pass that is no refusal: %s',
    async answer => {
      const redis = withoutScripts(answer);
      const asked = new RedisClaimStore(redis).claim(newClaim('a'), 1_000);
      await expect(asked).rejects.toThrow(answer);
      await expect(asked).rejects.not.toBeInstanceOf(NoAnswerError);
      expect(redis.asked).toEqual(['eval']);
    },
  );

  it.each(['connect ECONNREFUSED 127.0.0.1:6379', 'Socket closed unexpectedly', 'Connection is closed.', ''])(
    'takes "%s" for no answer',
    async failure => {
      const asked = new RedisClaimStore(withoutScripts(failure)).claim(newClaim('a'), 1_000);
      await expect(asked).rejects.toBeInstanceOf(NoAnswerError);
    },
  );

  it('takes no claim from another that was granted it in the middle', async () => {
    const redis = withoutScripts();
    const store = new RedisClaimStore(redis);
    const late = newClaim('a');
    await store.claim(late, 1_000);
    redis.now += 1_000;
    const [confirmed, asked] = await Promise.all([store.confirm(late, 5_000, 1), store.claim(newClaim('a'), 1_000)]);
    expect([confirmed, asked === undefined].filter(Boolean)).toHaveLength(1);
  });
});
