import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Inject, Query, UseInterceptors } from '@nestjs/common';
import { SlowThreshold } from 'nestjs-performance-monitor';
import { Subject } from '../subject.js';
import { Moments } from './moments.js';
import { ServerAccess } from './server-access.js';
import { TimeoutInterceptor } from './timeout.interceptor.js';

/** Long, so that it seldom wakes while the machine is busy with others. */
const NAP_MS = 250;

/** A route for each cause. The size is a number of milliseconds, statements or rows. */
@Controller()
export class CausesController {
  constructor(
    @Inject(Subject) private readonly subject: Subject,
    @Inject(Moments) private readonly moments: Moments,
    @Inject(ServerAccess) private readonly access: ServerAccess,
  ) {}

  /** Opens the first connection of the pool, then sleeps until the other requests are over. */
  @Get('bystander')
  async bystander(@Query('unix') unix?: string): Promise<void> {
    await this.subject.start(this.access.servers(unix !== undefined), this.access.own);
    this.moments.reach('opened');
    while (!this.moments.has('over')) await delay(NAP_MS);
  }

  // The alert about a slow holder would list the judged request, in place of its own report.
  @Get('hold')
  @SlowThreshold('1h')
  async hold(@Query('size') size: string): Promise<void> {
    const held = this.subject.hold(Number(size));
    this.moments.reach('held');
    await held;
  }

  @Get('holdLock')
  async holdLock(@Query('size') size: string): Promise<void> {
    await this.subject.holdLock(Number(size), () => this.moments.reach('held'));
  }

  @Get(['slow', 'abort', 'unixSlow'])
  async slow(@Query('size') size: string): Promise<void> {
    await this.subject.slow(Number(size));
  }

  @Get(['nPlusOne', 'unixNPlusOne'])
  async nPlusOne(@Query('size') size: string): Promise<void> {
    await this.subject.nPlusOne(Number(size));
  }

  @Get('nPlusOneThrough')
  async nPlusOneThrough(@Query('size') size: string): Promise<void> {
    await this.subject.nPlusOneThrough(Number(size));
  }

  @Get('parallel')
  async parallel(@Query('size') size: string): Promise<void> {
    await this.subject.parallel(Number(size));
  }

  @Get('rows')
  async rows(@Query('size') size: string): Promise<void> {
    await this.subject.rows(Number(size));
  }

  @Get('pool')
  async pool(): Promise<void> {
    await this.subject.one(1);
  }

  @Get('lock')
  async lock(): Promise<void> {
    await this.subject.lock();
  }

  @Get('stream')
  async stream(@Query('size') size: string): Promise<void> {
    await this.subject.stream(Number(size));
  }

  @Get('timer')
  async timer(@Query('size') size: string): Promise<void> {
    await this.subject.timer(Number(size));
  }

  @Get('timeout')
  @UseInterceptors(TimeoutInterceptor)
  async timeout(@Query('size') size: string): Promise<void> {
    await this.subject.slow(Number(size));
  }
}
