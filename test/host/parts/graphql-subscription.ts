import { setTimeout as sleep } from 'node:timers/promises';
import { Resolver, Subscription } from '@nestjs/graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { note } from '../probe/record.js';
import { Watched } from '../probe/stages.js';

@Resolver()
@Watched()
export class TicksResolver {
  @Subscription()
  async *ticks(): AsyncGenerator<{ ticks: number }> {
    for (const ticks of [1, 2, 3]) {
      await sleep(5);
      note(`tick ${ticks}`);
      yield { ticks };
    }
  }
}

/** The results of the subscription until it completes. */
export async function subscribe(url: string): Promise<unknown[]> {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const results: unknown[] = [];
  for await (const result of client.iterate({ query: 'subscription { ticks }' })) results.push(result);
  await client.dispose();
  return results;
}
