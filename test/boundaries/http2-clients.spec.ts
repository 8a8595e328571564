import { connect, createServer, type ClientHttp2Session, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { delay, TestApp } from '../integration/support/test-app.js';

const COUNT = 24;
const WAIT_MS = 25;
const [major = 0] = process.versions.node.split('.').map(Number);

let server: Http2Server;
let session: ClientHttp2Session;

@Injectable()
class Prices {
  priceOf(id: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const stream = session.request({ ':path': `/prices/${id}?token=secret` });
      stream.resume().once('end', resolve).once('error', reject).end();
    });
  }
  async all(): Promise<void> {
    for (let id = 0; id < COUNT; id += 1) await this.priceOf(id);
  }
}

@Controller()
class PricesController {
  constructor(private readonly prices: Prices) {}
  @Get('prices')
  async find(): Promise<void> {
    await this.prices.all();
  }
}

describe('requests over HTTP/2', () => {
  let app: TestApp;
  beforeAll(async () => {
    server = createServer((_, response) => void delay(WAIT_MS).then(() => response.end('{}')));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    app = await TestApp.start({ controllers: [PricesController], providers: [Prices] }, { threshold: 50 });
    await app.warm();
  });
  afterAll(async () => {
    await app.close();
    session.close();
    await new Promise(resolve => server.close(resolve));
  });

  // Node 20 does not publish them.
  (major >= 22 ? it : it.skip)('are operations, and their waits have their names', async () => {
    await (await fetch(`${app.url}/prices`)).text();
    const report = await app.report('GET /prices');
    const label = `GET 127.0.0.1:${(server.address() as AddressInfo).port}/prices/:id`;
    expect(report.verdict).toMatchObject({ kind: 'repeated-io', subject: label, count: COUNT });
    expect(report.operations).toMatchObject([{ on: 'http', label, calls: COUNT, failed: 0, concurrency: 1 }]);
    const waiting = report.accounting.waiting.find(wait => wait.label === label);
    expect(waiting?.ms).toBeGreaterThan(0.6 * COUNT * WAIT_MS);
    expect(JSON.stringify(report)).not.toContain('secret');
  });
});
