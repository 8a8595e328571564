import { Agent } from 'node:http';
import { Injectable } from '@nestjs/common';
import { got, type Got } from 'got';
import type { Servers } from '../servers.js';
import { CONNECTIONS, PARALLEL_MS, STATEMENT_MS, Subject } from '../subject.js';

/** An instance with an agent of 10 sockets. */
@Injectable()
export default class GotClient extends Subject {
  private agent!: Agent;
  private http!: Got;

  async start({ http: { host, port } }: Servers): Promise<void> {
    this.agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    this.http = got.extend({ prefixUrl: `http://${host}:${port}`, agent: { http: this.agent } });
    await this.http('items/1?ms=1').json();
  }

  async stop(): Promise<void> {
    this.agent.destroy();
  }

  async slow(ms: number): Promise<void> {
    await this.http(`slow?ms=${ms}`).json();
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.http(`items/${i}?ms=${STATEMENT_MS}`).json();
  }

  async one(i: number): Promise<void> {
    await this.http(`items/${i}?ms=${STATEMENT_MS}`).json();
  }

  async parallel(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, i) => this.http(`items/${i}?ms=${PARALLEL_MS}`).json()));
  }

  async rows(count: number): Promise<void> {
    await this.http(`rows?count=${count}`).json();
  }

  async stream(count: number): Promise<void> {
    for await (const _piece of this.http.stream(`stream?pieces=${count / 10}`));
  }
}
