import type { Agent, ClientRequest } from 'node:http';
import { ConnectionPools } from '../http/connection-pools.js';

/**
 * The pools of agents with a limit. Requests of other agents get a connection at once.
 *
 * @internal
 */
export class AgentPools {
  private readonly byAgent = new WeakMap<Agent, ConnectionPools>();

  /** @returns `undefined` when the request cannot have to wait */
  of(request: ClientRequest & { readonly agent?: Agent | null }): ConnectionPools | undefined {
    const { agent } = request;
    if (agent === undefined || agent === null || !(agent.maxSockets < Infinity)) return undefined;
    const known = this.byAgent.get(agent);
    if (known !== undefined) return known;
    const pools = new ConnectionPools(agent.maxSockets);
    this.byAgent.set(agent, pools);
    return pools;
  }
}
