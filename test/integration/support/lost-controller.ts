import { Controller, Get, HttpException, Injectable, Post, Sse } from '@nestjs/common';
import { interval, map, of, type Observable } from 'rxjs';
import { SkipMonitoring, SlowThreshold } from '../../../lib/index.js';
import { delay, spin } from './test-app.js';

@Injectable()
export class Work {
  release: () => void = () => undefined;
  async ofA(): Promise<void> {
    await new Promise<void>(resolve => (this.release = resolve));
    // For longer than B computes: A would be a victim of B's, and have no alert.
    await delay(600);
  }
  async ofB(): Promise<void> {
    await delay(40);
    spin(60);
  }
}

/** When the middleware that loses the context began, for the request that came last. */
export const lost = { since: 0 };

/** However long the answer took on a busy machine: most of the request's time is the handler's own. */
function compute(): void {
  spin(Math.max(250, 4 * (performance.now() - lost.since)));
}

@Controller()
export class LostController {
  constructor(private readonly work: Work) {}

  @Get('a')
  async a(): Promise<string> {
    await this.work.ofA();
    return 'a';
  }
  @Get('b')
  async b(): Promise<string> {
    for (let turn = 0; turn < 3; turn += 1) await this.work.ofB();
    return 'b';
  }
  @Post('computes')
  async computes(): Promise<string> {
    await this.work.ofB();
    compute();
    return 'computed';
  }
  @Post('at-once')
  atOnce(): string {
    compute();
    return 'at once';
  }
  @Post('muted')
  @SkipMonitoring()
  async muted(): Promise<string> {
    await delay(250);
    return 'muted';
  }
  @Post('lax')
  @SlowThreshold('1h')
  async lax(): Promise<string> {
    await delay(250);
    return 'lax';
  }
  @Get('values')
  values(): Observable<number> {
    return of(1, 2).pipe(map(value => value * 10));
  }
  @Sse('events')
  events(): Observable<object> {
    return interval(10).pipe(map(n => ({ data: { n } })));
  }
  @Get('fails')
  async fails(): Promise<never> {
    throw new HttpException('teapot', 418);
  }
}
