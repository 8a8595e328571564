import { withDeadline } from '../deadline.js';
import type { SharedCount, SharedRepeats } from '../fleet-repeats.interface.js';
import type { RedisConnection } from './redis-commands.interface.js';
import { NETWORK_DEADLINE_MS } from './redis-deadline.js';
import { redisFault, refusesScripts } from './redis-refusal.js';

/** The prefix of the fields with the counts of hosts. */
const HOST = 'host:';

/**
 * A hash for each key: a count for each host, at most 1 000, the longest duration, and the start of counting. The count
 * comes last: a server that refuses one of the other commands has counted nothing.
 */
const ADD = [
  // Without this right the key would stay for ever. It has no effect on a key that is not there yet.
  "redis.call('PEXPIRE', KEYS[1], ARGV[4])",
  "local worst = tonumber(redis.call('HGET', KEYS[1], 'worst') or '0')",
  "local since = tonumber(redis.call('HGET', KEYS[1], 'since') or ARGV[3])",
  "redis.call('HSET', KEYS[1], 'worst', tostring(math.max(worst, tonumber(ARGV[2]))))",
  "if tonumber(ARGV[3]) <= since then redis.call('HSET', KEYS[1], 'since', ARGV[3]) end",
  "redis.call('PEXPIRE', KEYS[1], ARGV[4])",
  'local count = ARGV[1]',
  'for at = 5, #ARGV do',
  "local isNew = redis.call('HEXISTS', KEYS[1], ARGV[at]) == 0",
  "local isFull = redis.call('HLEN', KEYS[1]) > 1000",
  `redis.call('HINCRBY', KEYS[1], isNew and isFull and '${HOST}(others)' or ARGV[at], count)`,
  "count = '0'",
  'end',
  'return 1',
].join('\n');

const TAKE = "local all = redis.call('HGETALL', KEYS[1]) redis.call('DEL', KEYS[1]) return all";

/**
 * The repeats of a fleet, in Redis or Valkey, by scripts. A server that refuses scripts, or one of these commands, adds up
 * nothing: each process then has its own counts.
 *
 * @internal
 */
export class RedisRepeats implements SharedRepeats {
  isRefused = false;

  constructor(private readonly connection: RedisConnection) {}

  async add(key: string, { count, worstMs, since, hosts }: SharedCount, forMs: number): Promise<boolean> {
    const args = [count, worstMs, since, Math.ceil(forMs)].map(String);
    return (await this.run(ADD, key, [...args, ...hosts.map(host => HOST + host)])) !== undefined;
  }

  async take(key: string): Promise<SharedCount | undefined> {
    const answer = await this.run(TAKE, key, []);
    return Array.isArray(answer) ? readCount(answer.map(String)) : undefined;
  }

  /** @returns `undefined` when the server refuses scripts, or a command in them */
  private async run(script: string, key: string, args: string[]): Promise<unknown> {
    try {
      return await this.connection.run(redis => withDeadline(NETWORK_DEADLINE_MS, redis.eval(script, key, args)));
    } catch (error) {
      if (!refusesScripts(error)) throw redisFault(error, this.connection.keyPrefix);
      this.isRefused = true;
      return undefined;
    }
  }
}

/** @param fields names and values in turns */
function readCount(fields: readonly string[]): SharedCount {
  let [count, worstMs, since] = [0, 0, 0];
  const hosts: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [name = '', value = Number(fields[at + 1]) || 0] = [fields[at]];
    if (name === 'worst') worstMs = value;
    else if (name === 'since') since = value;
    else if (name.startsWith(HOST)) {
      hosts.push(name.slice(HOST.length));
      count += value;
    }
  }
  return { count, worstMs, since, hosts };
}
