import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import type { Report } from '../../lib/index.js';
import { LinePool, LineServer } from '../integration/support/line-pool.js';
import { delay, spin, TestApp, until } from '../integration/support/test-app.js';
import { ownMs } from '../support/own-time.js';

const QUERIES = 40;

@Injectable()
class Books extends LinePool {
  async one(): Promise<void> {
    await this.query('20 1');
  }

  async load(): Promise<void> {
    for (let i = 0; i < QUERIES; i += 1) await this.one();
  }

  async rows(text: string): Promise<number> {
    let count = 0;
    for await (const rows of this.cursor(text)) count += rows.length;
    return count;
  }
}

@Controller()
class BooksController {
  constructor(private readonly books: Books) {}

  @Get('load')
  load(): Promise<void> {
    return this.books.load();
  }
  @Get('slow-rows')
  slowRows(): Promise<number> {
    return this.books.rows('100 5 3');
  }
  @Get('wide-rows')
  wideRows(): Promise<number> {
    return this.books.rows('1 5 6');
  }
  @Get('opener')
  async opener(): Promise<void> {
    await this.books.query('1 1');
    await delay(1_500);
  }
  /** Lets others run in between, in continuations of its own. */
  @Get('yields')
  async yields(): Promise<void> {
    await this.books.query('20 1');
    for (let i = 0; i < QUERIES; i += 1) {
      spin(6);
      await new Promise(setImmediate);
    }
  }
}

describe('a request that uses a pooled connection', () => {
  let app: TestApp;
  let server: LineServer;
  let books: Books;
  let label = '';

  beforeEach(async () => {
    server = new LineServer();
    app = await TestApp.start({ controllers: [BooksController], providers: [Books] }, { threshold: 100 });
    books = app.app.get(Books);
    books.port = await server.listen();
    label = `127.0.0.1:${books.port} (TCP)`;
  });

  afterEach(async () => {
    await app.close();
    books.close();
    await server.close();
  });

  const get = async (path: string): Promise<Report> => {
    await (await fetch(`${app.url}/${path}`)).text();
    return app.report(`GET /${path}`);
  };

  const expectQueriesOnly = ({ accounting, verdict, findings, timeline }: Report): void => {
    // Where a busy machine lets nothing run for long, that comes first.
    const repeated = [verdict, ...findings].find(({ kind }) => kind === 'repeated-io');
    expect(repeated).toMatchObject({ subject: label, count: QUERIES });
    expect(repeated?.headline).toContain('Books.one');
    // Waits, not calls: a busy loop divides a wait, or finds a reply there already.
    const waits = accounting.waiting.find(wait => wait.label === label)?.count ?? 0;
    expect(Math.abs(waits - QUERIES)).toBeLessThanOrEqual(QUERIES / 10);
    expect(timeline.spans.filter(({ name }) => name === 'Books.one')).toHaveLength(QUERIES);
  };

  it.each(['opened at boot', 'opened by itself'])('counts the queries through a method (%s)', async when => {
    if (when === 'opened at boot') await books.query('1 1');
    expectQueriesOnly(await get('load'));
  });

  it('counts them, and not the waits for a free connection', async () => {
    books.max = 2;
    const urls = Array.from({ length: 5 }, (_, i) => `${app.url}/load?${i}`);
    await Promise.all(urls.map(async url => (await fetch(url)).text()));
    const { verdict, findings } = await app.report('GET /load');
    const repeated = [verdict, ...findings].find(({ kind }) => kind === 'repeated-io');
    expect(repeated).toMatchObject({ subject: label, count: QUERIES });
    expect(repeated?.headline).toContain('one after another, in Books.one');
  });

  it('counts them when others use the connections at the same time', async () => {
    books.max = 8;
    const urls = Array.from({ length: 6 }, (_, i) => `${app.url}/load?${i}`);
    const opened = fetch(`${app.url}/opener`);
    await Promise.all(urls.map(async url => (await fetch(url)).text()));
    await opened;
    expectQueriesOnly(await app.report('GET /load'));
  });

  it('waits for the connection when a cursor hands on its rows', async () => {
    await books.query('1 1');
    const { accounting, verdict } = await get('slow-rows');
    expect(verdict).toMatchObject({ kind: 'io', subject: label });
    expect(accounting.waiting[0]?.count).toBeLessThanOrEqual(3);
    expect(accounting.blockedMs).toBeLessThan(accounting.durationMs / 3);
  });

  it('takes apart its own rows, whoever opened the connection, and nobody else is charged for that', async () => {
    const opened = fetch(`${app.url}/opener`);
    await until(() => books.isIdle, 'the connection that the other has opened');
    books.onPiece = () => void spin(60);
    const { accounting, verdict } = await get('wide-rows');
    expect(verdict.kind).toBe('cpu');
    expect(ownMs(accounting)).toBeGreaterThan(250);
    // Not what is its own.
    expect(accounting.blockedMs).toBeLessThan(accounting.cpuMs / 2);
    await opened;
    const opener = await app.report('GET /opener');
    expect(opener.verdict).toMatchObject({ kind: 'timer', subject: 'BooksController.opener' });
    expect(opener.accounting.cpuMs).toBeLessThan(accounting.cpuMs / 2);
    for (const { culprit } of [opener.verdict, ...opener.findings])
      if (culprit !== undefined) expect(culprit.name).toBe('GET /wide-rows');
  });

  it('has not waited for it when it only lets others run', async () => {
    await books.query('1 1');
    const { accounting, verdict } = await get('yields');
    expect(verdict.kind).toBe('cpu');
    expect(accounting.waiting.find(wait => wait.label === label)?.count).toBe(1);
  });
});
