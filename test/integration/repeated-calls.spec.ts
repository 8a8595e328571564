import { Agent, get as httpGet } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import type { Report, Verdict } from '../../lib/index.js';
import { LinePool, LineServer } from './support/line-pool.js';
import { TestApp } from './support/test-app.js';
import { Upstream } from './support/upstream.js';

const QUERIES = 60;
const CONNECTIONS = 10;

const upstream = new Upstream();
const agent = new Agent({ keepAlive: true });

beforeAll(() => upstream.listen());
afterAll(async () => {
  agent.destroy();
  await upstream.close();
});

@Injectable()
class Books extends LinePool {
  async inTurn(msOf: (i: number) => number = () => 10): Promise<void> {
    for (let i = 0; i < QUERIES; i += 1) await this.query(`${msOf(i)} 1`);
  }

  async atOnce(): Promise<void> {
    await Promise.all(Array.from({ length: QUERIES }, () => this.query('60 1')));
  }

  async one(): Promise<void> {
    await this.query('60 1');
  }

  async ofServer(path: string): Promise<void> {
    await new Promise((resolve, reject) => {
      httpGet(`${upstream.url}/${path}`, { agent }, response => response.resume().once('end', resolve)).once(
        'error',
        reject,
      );
    });
  }
}

@Controller()
class BooksController {
  constructor(private readonly books: Books) {}

  @Get('in-turn')
  inTurn(): Promise<void> {
    return this.books.inTurn();
  }
  @Get('two-slow')
  twoSlow(): Promise<void> {
    return this.books.inTurn(i => (i === 5 || i === 20 ? 200 : 10));
  }
  @Get('pieces')
  async pieces(): Promise<void> {
    for await (const _ of this.books.cursor('15 1 30'));
  }
  @Get('at-once')
  atOnce(): Promise<void> {
    return this.books.atOnce();
  }
  @Get('methods-at-once')
  async methodsAtOnce(): Promise<void> {
    await Promise.all(Array.from({ length: QUERIES }, () => this.books.one()));
  }
  @Get('calls-at-once')
  async callsAtOnce(): Promise<void> {
    await Promise.all(Array.from({ length: 50 }, () => this.books.ofServer('wait/600')));
  }
  @Get('calls-beside')
  async callsBeside(): Promise<void> {
    await Promise.all([400, 450, 500].map(ms => this.books.ofServer(`wait/${ms}`)));
    for (let i = 0; i < 12; i += 1) await this.books.ofServer('wait/10');
  }
  @Get('few-at-once')
  async fewAtOnce(): Promise<void> {
    await Promise.all(Array.from({ length: 5 }, () => this.books.ofServer('wait/300')));
  }
}

describe('repeated calls', () => {
  let app: TestApp;
  let server: LineServer;
  let label = '';

  beforeEach(async () => {
    server = new LineServer();
    app = await TestApp.start({ controllers: [BooksController], providers: [Books] }, { threshold: 200 });
    const books = app.app.get(Books);
    books.max = CONNECTIONS;
    books.port = await server.listen();
    label = `127.0.0.1:${books.port} (TCP)`;
    await Promise.all(Array.from({ length: CONNECTIONS }, () => books.query('20 1')));
    await books.ofServer('wait/1');
  });

  afterEach(async () => {
    await app.close();
    app.app.get(Books).close();
    await server.close();
  });

  const reportOf = async (path: string): Promise<Report> => {
    await (await fetch(`${app.url}/${path}`)).text();
    return app.report(`GET /${path}`);
  };
  /** On a busy machine, computing or a blocked loop can come first. */
  const repeatedIn = ({ verdict, findings }: Report): Verdict | undefined =>
    [verdict, ...findings].find(({ kind }) => kind === 'repeated-io');

  it('are counted one after another', async () => {
    const repeated = repeatedIn(await reportOf('in-turn'));
    expect(repeated).toMatchObject({ subject: label, count: QUERIES });
    expect(repeated).not.toHaveProperty('concurrency');
    expect(repeated?.headline).toContain(`${QUERIES} × ${label}, one after another, in Books.inTurn`);
  });

  it('are counted with two that take much longer, and without the time of these', async () => {
    const report = await reportOf('two-slow');
    const repeated = repeatedIn(report);
    expect(repeated).toMatchObject({ subject: label, count: QUERIES });
    const waited = report.accounting.waiting.find(wait => wait.label === label)?.ms ?? 0;
    expect(repeated?.ms).toBeLessThan(waited - 300);
  });

  it.each([
    ['at-once', 'Books.atOnce'],
    ['methods-at-once', 'Books.one'],
  ])('of a pool are counted with the number at a time (%s)', async (path, span) => {
    const repeated = repeatedIn(await reportOf(path));
    expect(repeated).toMatchObject({ subject: label, count: QUERIES, concurrency: CONNECTIONS });
    expect(repeated?.headline).toContain(`${QUERIES} × ${label}, ${CONNECTIONS} at a time, in ${span}`);
  });

  it('are not the pieces of one reply', async () => {
    const report = await reportOf('pieces');
    expect(repeatedIn(report)).toBeUndefined();
    expect([report.verdict, ...report.findings]).toContainEqual(
      expect.objectContaining({ kind: 'io', subject: label }),
    );
  });

  it('of a library are counted also when they all run at once', async () => {
    const { operations, ...report } = await reportOf('calls-at-once');
    expect(operations).toMatchObject([{ calls: 50, concurrency: 50 }]);
    expect(repeatedIn({ operations, ...report })).toMatchObject({
      subject: `GET ${upstream.host}/wait/:id`,
      count: 50,
      concurrency: 50,
    });
  });

  it('are not other calls of the same statement at the same time', async () => {
    const report = await reportOf('calls-beside');
    const repeated = repeatedIn(report);
    expect(report.operations).toMatchObject([{ calls: 15 }]);
    expect(repeated).toMatchObject({ count: 12 });
    expect(repeated).not.toHaveProperty('concurrency');
    const waited = report.accounting.waiting.find(({ on }) => on === 'http')?.ms ?? 0;
    expect(repeated?.ms).toBeLessThan(waited - 200);
  });

  it('are none below ten: the headline counts them in words', async () => {
    const report = await reportOf('few-at-once');
    expect(repeatedIn(report)).toBeUndefined();
    const few = [report.verdict, ...report.findings].find(({ kind }) => kind === 'io');
    expect(few?.headline).toContain(`5 calls of GET ${upstream.host}/wait/:id, all at once`);
  });
});
