import type { NodeRedisClient } from './redis-clients.js';
import type { RedisCommands } from './redis-commands.interface.js';

/** The commands that claims need, through a node-redis client. @internal */
export function nodeRedisCommands(client: NodeRedisClient): RedisCommands {
  return {
    eval: (script, key, args) => client.eval(script, { keys: [key], arguments: args }),
    set: async (key, value, forMs, when) => {
      const answer = await client.set(key, value, { PX: forMs, ...(when === 'NX' ? { NX: true } : { XX: true }) });
      return answer !== null;
    },
    get: async key => {
      const value = await client.get(key);
      return value === null ? undefined : String(value);
    },
    pttl: async key => Number(await client.pTTL(key)),
    del: key => client.del(key),
  };
}
