import { appendFile } from 'node:fs';
import { devNull } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Report } from '../../lib/index.js';
import { LinePool, LineServer } from './support/line-pool.js';
import { Slot } from './support/slot.js';
import { delay, spin, TestApp, until } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

/** Long enough for a few turns of an interval, also where each comes late. */
const COMPUTING_MS = 700;
const ASKING_MS = 1_000;

@Injectable()
class Rows extends LinePool {
  beats = 0;

  beat(): void {
    this.beats += 1;
  }

  /** Most of a request, also where a busy machine stops the process for some 100 ms. */
  async slow(ms = 1_000): Promise<void> {
    await this.query(`${ms} 1`);
  }

  async while(timer: NodeJS.Timeout, ms?: number): Promise<void> {
    await this.slow(ms);
    clearTimeout(timer);
  }
}

function computeInTurn(): void {
  const end = performance.now() + 300;
  while (performance.now() < end) for (let i = 0; i < 10_000; i += 1);
}

@Controller()
class BesideController {
  readonly slot = new Slot();
  constructor(private readonly rows: Rows) {}

  @Get('warned')
  warned(): Promise<void> {
    return this.rows.while(setTimeout(() => this.rows.beats++, 200));
  }
  @Get('beating')
  beating(): Promise<void> {
    return this.rows.while(setInterval(() => this.rows.beats++, 20));
  }
  @Get('beating-by-method')
  beatingByMethod(): Promise<void> {
    return this.rows.while(setInterval(() => this.rows.beat(), 20));
  }
  @Get('logging')
  logging(): Promise<void> {
    return this.rows.while(setInterval(() => appendFile(devNull, 'x', () => undefined), 20));
  }
  @Get('asking')
  asking(): Promise<void> {
    // The last one is answered before the slow query: an answer after that would be a wait of its own.
    let left = 5;
    return this.rows.while(
      setInterval(() => {
        if (left-- > 0) void this.rows.query('1 1');
      }, 20),
      ASKING_MS,
    );
  }
  @Get('computing')
  computing(): Promise<void> {
    return this.rows.while(
      setInterval(() => spin(30), 60),
      COMPUTING_MS,
    );
  }
  @Get('computing-unref')
  computingUnref(): Promise<void> {
    return this.rows.while(setInterval(() => spin(30), 60).unref(), COMPUTING_MS);
  }
  @Get('polling')
  async polling(): Promise<void> {
    for (let i = 0; i < 3; i += 1) {
      await this.rows.query('1 1');
      await delay(300);
    }
  }
  @Get('gave-up')
  async gaveUp(): Promise<void> {
    await Promise.race([this.rows.query('4000 1'), delay(1_000)]);
  }
  @Get('late')
  late(@Res() response: Response): void {
    setTimeout(() => setImmediate(() => response.send('late')), 1_000);
  }
  @Get('ticking')
  ticking(@Res() response: Response): void {
    let ticks = 0;
    const timer = setInterval(() => {
      response.write('tick\n');
      if (++ticks < 50) return;
      clearInterval(timer);
      response.end();
    }, 20);
  }
  @Get('holder')
  async holder(): Promise<void> {
    await new Promise<void>(resolve => this.slot.take(resolve));
    while (!this.slot.isAwaited) await delay(20);
    await delay(500);
    this.slot.give();
    await delay(500);
  }
  @Get('queued')
  queued(): Promise<void> {
    return new Promise(resolve =>
      this.slot.take(() => {
        computeInTurn();
        this.slot.give();
        resolve();
      }),
    );
  }
}

describe('a callback in the context of a request', () => {
  let app: TestApp;
  let server: LineServer;
  let rows: Rows;
  let label = '';

  beforeEach(async () => {
    server = new LineServer();
    app = await TestApp.start({ controllers: [BesideController], providers: [Rows] });
    rows = app.app.get(Rows);
    rows.port = await server.listen();
    label = `127.0.0.1:${rows.port} (TCP)`;
    await Promise.all([rows.query('1 1'), rows.query('1 1'), app.warm()]);
  });

  afterEach(async () => {
    await app.close();
    rows.close();
    await server.close();
  });

  const get = async (path: string): Promise<Report> => {
    await (await fetch(`${app.url}/${path}`)).text();
    return app.report(`GET /${path}`);
  };

  it.each(['warned', 'beating', 'beating-by-method', 'logging', 'asking'])(
    'does not end the wait that lies around it (%s)',
    async path => {
      const { accounting, verdict } = await get(path);
      expect(verdict).toMatchObject({ kind: 'io', subject: label });
      expect(verdict.headline).toContain('Rows.slow');
      expect(accounting.waiting.filter(({ on }) => on === 'timer' || on === 'fs')).toEqual([]);
      expect(accounting.waiting.find(wait => wait.label === label)?.count).toBe(1);
    },
  );

  it.each(['computing', 'computing-unref'])('is its own code (%s)', async path => {
    const { accounting } = await get(path);
    expect(ownMs(accounting)).toBeGreaterThan(80);
    expect(accounting.blockedMs).toBeLessThan(accounting.cpuMs / 2);
    expect(accounting.waiting.filter(({ on }) => on === 'timer')).toEqual([]);
    expect(accounting.waiting.find(wait => wait.label === label)?.count).toBe(1);
  });

  it.each(['polling', 'gave-up', 'late', 'ticking'])('ends the wait when it was what was awaited (%s)', async path => {
    const { verdict } = await get(path);
    expect(verdict.kind).toBe('timer');
  });

  it('is the code of the request that bound it, in whose turn ever it runs', async () => {
    const holder = fetch(`${app.url}/holder`);
    await until(() => app.app.get(BesideController).slot.isTaken, 'the slot in use');
    const { accounting, verdict, findings } = await get('queued');
    expect(ownMs(accounting)).toBeGreaterThan(250);
    expect(accounting.blockedMs).toBeLessThan(accounting.cpuMs / 2);
    expect([verdict, ...findings].map(({ kind }) => kind)).toContain('cpu');
    await holder;
    const other = await app.report('GET /holder');
    expect(other.accounting.cpuMs).toBeLessThan(accounting.cpuMs);
    expect([other.verdict, ...other.findings].find(({ culprit }) => culprit !== undefined)?.culprit).toMatchObject({
      name: 'GET /queued',
      function: 'computeInTurn',
    });
  });
});
