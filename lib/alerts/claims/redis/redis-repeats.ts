import { withDeadline } from '../deadline.js';
import type { FleetCount, SharedCount, SharedRepeats } from '../fleet-repeats.interface.js';
import type { RedisConnection } from './redis-commands.interface.js';
import { NETWORK_DEADLINE_MS } from './redis-deadline.js';
import { redisFault, refusesScripts } from './redis-refusal.js';

/** The prefix of the fields with the counts of hosts. */
const HOST = 'host:';

/** A hash for each key: a count for each host, at most 1 000, the longest duration, and the start of counting. */
const ADD = [
  'local host = ARGV[1]',
  "local isNew = redis.call('HEXISTS', KEYS[1], host) == 0",
  `if isNew and redis.call('HLEN', KEYS[1]) > 1000 then host = '${HOST}(others)' end`,
  "redis.call('HINCRBY', KEYS[1], host, ARGV[2])",
  "local worst = tonumber(redis.call('HGET', KEYS[1], 'worst') or '0')",
  "if tonumber(ARGV[3]) > worst then redis.call('HSET', KEYS[1], 'worst', ARGV[3]) end",
  "local since = tonumber(redis.call('HGET', KEYS[1], 'since') or ARGV[4])",
  "if tonumber(ARGV[4]) <= since then redis.call('HSET', KEYS[1], 'since', ARGV[4]) end",
  "redis.call('PEXPIRE', KEYS[1], ARGV[5])",
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
  private isRefused = false;

  constructor(private readonly connection: RedisConnection) {}

  async add(key: string, host: string, { count, worstMs, since }: SharedCount, forMs: number): Promise<boolean> {
    const args = [HOST + host, String(count), String(worstMs), String(since), String(Math.ceil(forMs))];
    return (await this.run(ADD, key, args)) !== undefined;
  }

  async take(key: string): Promise<FleetCount | undefined> {
    const answer = await this.run(TAKE, key, []);
    return Array.isArray(answer) && answer.length > 0 ? readCount(answer.map(String)) : undefined;
  }

  private async run(script: string, key: string, args: string[]): Promise<unknown> {
    if (this.isRefused) return undefined;
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
function readCount(fields: readonly string[]): FleetCount {
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
