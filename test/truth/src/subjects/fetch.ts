import { Injectable } from '@nestjs/common';
import { Agent, setGlobalDispatcher } from 'undici';
import type { Servers } from '../servers.js';
import { CONNECTIONS, PARALLEL_MS, STATEMENT_MS, Subject } from '../subject.js';

/** Node's own `fetch`. By default it has no limit of connections, so an agent sets one for the exhausted pool. */
@Injectable()
export default class NodeFetch extends Subject {
  private agent!: Agent;
  private unlimited!: Agent;
  private base = '';

  async start({ http }: Servers): Promise<void> {
    this.base = `http://${http.host}:${http.port}`;
    this.agent = new Agent({ connections: CONNECTIONS });
    this.unlimited = new Agent();
    setGlobalDispatcher(this.agent);
    await get(`${this.base}/items/1?ms=1`);
  }

  async stop(): Promise<void> {
    await Promise.all([this.agent.close(), this.unlimited.close()]);
  }

  async slow(ms: number): Promise<void> {
    await get(`${this.base}/slow?ms=${ms}`);
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await get(`${this.base}/items/${i}?ms=${STATEMENT_MS}`);
  }

  async one(i: number): Promise<void> {
    await get(`${this.base}/items/${i}?ms=${STATEMENT_MS}`);
  }

  async parallel(count: number): Promise<void> {
    setGlobalDispatcher(this.unlimited);
    await Promise.all(Array.from({ length: count }, (_, i) => get(`${this.base}/items/${i}?ms=${PARALLEL_MS}`)));
    setGlobalDispatcher(this.agent);
  }

  async rows(count: number): Promise<void> {
    await get(`${this.base}/rows?count=${count}`);
  }

  async stream(count: number): Promise<void> {
    const { body } = await fetch(`${this.base}/stream?pieces=${count / 10}`);
    for await (const _piece of body ?? []);
  }
}

async function get(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}
