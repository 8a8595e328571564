import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Post } from '@nestjs/common';
import type { Report } from '../../lib/index.js';
import { LinePool, LineServer } from '../integration/support/line-pool.js';
import { delay, spin, TestApp, until } from '../integration/support/test-app.js';

const QUERIES = 40;

@Injectable()
class Books extends LinePool {
  async one(ms = 20): Promise<void> {
    await this.query(`${ms} 1`);
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

  @Get('slow')
  slow(): Promise<void> {
    return this.books.one(300);
  }
  @Get('load')
  async load(): Promise<void> {
    for (let i = 0; i < QUERIES; i += 1) await this.books.one();
  }
  @Get('rows')
  rows(): Promise<number> {
    return this.books.rows('1 5 6');
  }
  @Get('opener')
  async opener(): Promise<void> {
    await this.books.one(1);
    await delay(1_500);
  }
  @Get('child')
  child(): Promise<unknown> {
    return new Promise(resolve => execFile('sleep', ['0.3'], resolve));
  }
  @Post('upload')
  async upload(): Promise<void> {
    await this.books.one(100);
  }
}

describe('a request that uses a Unix socket', () => {
  const directory = mkdtempSync(join(tmpdir(), 'monitor-unix-'));
  const path = join(directory, '.s.PGSQL.5432');
  const label = `${path} (PostgreSQL)`;
  let app: TestApp;
  let server: LineServer;
  let books: Books;

  beforeEach(async () => {
    server = new LineServer();
    await server.listenAt(path);
    books = new Books();
    books.path = path;
  });
  afterEach(async () => {
    await app.close();
    books.close();
    await server.close();
    rmSync(path, { force: true });
  });

  const start = async (): Promise<void> => {
    const providers = [{ provide: Books, useFactory: () => books }];
    app = await TestApp.start({ controllers: [BooksController], providers }, { threshold: 150 });
    await app.warm();
  };
  const get = async (name: string): Promise<Report> => {
    await (await fetch(`${app.url}/${name}`)).text();
    return app.report(`GET /${name}`);
  };

  it.each(['before the monitor', 'after the monitor', 'by the request'])(
    'waits for its path when the connection was opened %s',
    async when => {
      if (when === 'before the monitor') await books.query('1 1');
      await start();
      if (when === 'after the monitor') await books.query('1 1');
      const { accounting, verdict } = await get('slow');
      expect(verdict).toMatchObject({ kind: 'io', subject: label });
      expect(accounting.waiting[0]).toMatchObject({ on: 'database', label, count: 1 });
    },
  );

  it.each(['before the monitor', 'by the request'])('counts its queries (%s)', async when => {
    if (when === 'before the monitor') await books.query('1 1');
    await start();
    const { verdict, findings, accounting } = await get('load');
    expect([verdict, ...findings].find(({ kind }) => kind === 'repeated-io')).toMatchObject({ subject: label });
    expect(accounting.waiting.find(wait => wait.label === label)?.count).toBe(QUERIES);
  });

  it('takes apart its own rows, and not the request that opened the connection', async () => {
    await start();
    const opened = fetch(`${app.url}/opener`);
    await until(() => books.isIdle, 'the connection that the other has opened');
    books.onPiece = () => void spin(60);
    const { accounting, verdict } = await get('rows');
    expect(verdict.kind).toBe('cpu');
    expect(accounting.blockedMs).toBeLessThan(accounting.cpuMs / 2);
    await opened;
    const opener = await app.report('GET /opener');
    expect(opener.verdict).toMatchObject({ kind: 'timer', subject: 'BooksController.opener' });
    expect(opener.accounting.cpuMs).toBeLessThan(accounting.cpuMs / 2);
  });

  it('does not wait for it while a child process runs', async () => {
    await books.query('1 1');
    await start();
    const { accounting } = await get('child');
    expect(accounting.waiting.filter(({ on }) => on === 'database' || on === 'network')).toEqual([]);
  });
});

describe('an application that listens at a Unix socket', () => {
  it('waits for its own client, whose body is slow', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'monitor-unix-'));
    const server = new LineServer();
    const app = await TestApp.start({ controllers: [BooksController], providers: [Books] }, { threshold: 150 });
    const books = app.app.get(Books);
    books.port = await server.listen();
    const socketPath = join(directory, 'app.sock');
    const http = app.app.getHttpServer() as Server;
    await new Promise(resolve => http.close(resolve));
    await new Promise<void>(resolve => http.listen(socketPath, resolve));
    await new Promise<void>(resolve => {
      const headers = { 'content-type': 'application/json', 'content-length': 2 };
      const upload = request({ socketPath, path: '/upload', method: 'POST', headers }, response => {
        response.resume().on('end', resolve);
      });
      upload.write('{');
      setTimeout(() => upload.end('}'), 600);
    });
    const { accounting } = await app.report('POST /upload');
    expect(accounting.clientMs).toBeGreaterThan(accounting.durationMs / 3);
    await app.close();
    books.close();
    await server.close();
    rmSync(directory, { recursive: true });
  });
});
