import { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { create, type AxiosInstance } from 'axios';
import type { Servers } from '../servers.js';
import { CONNECTIONS, PARALLEL_MS, STATEMENT_MS, Subject } from '../subject.js';

/** An instance with an agent of 10 sockets. */
@Injectable()
export default class Axios extends Subject {
  private agent!: Agent;
  private http!: AxiosInstance;

  async start({ http: { host, port } }: Servers): Promise<void> {
    this.agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    this.http = create({ baseURL: `http://${host}:${port}`, httpAgent: this.agent });
    await this.http.get('/items/1?ms=1');
  }

  async stop(): Promise<void> {
    this.agent.destroy();
  }

  async slow(ms: number): Promise<void> {
    await this.http.get(`/slow?ms=${ms}`);
  }

  async nPlusOne(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.http.get(`/items/${i}?ms=${STATEMENT_MS}`);
  }

  async one(i: number): Promise<void> {
    await this.http.get(`/items/${i}?ms=${STATEMENT_MS}`);
  }

  async parallel(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, i) => this.http.get(`/items/${i}?ms=${PARALLEL_MS}`)));
  }

  async rows(count: number): Promise<void> {
    await this.http.get(`/rows?count=${count}`);
  }

  async stream(count: number): Promise<void> {
    const { data } = await this.http.get<Readable>(`/stream?pieces=${count / 10}`, { responseType: 'stream' });
    for await (const _piece of data);
  }
}
