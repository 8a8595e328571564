import {
  Catch,
  Controller,
  Get,
  HttpException,
  Injectable,
  UseFilters,
  UseGuards,
  type ArgumentsHost,
  type CanActivate,
  type ExceptionFilter,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { PooledClient } from './lost-context.js';
import { delay, spin } from './test-app.js';

/** Computed in the lost context of B, at each place. Less than a blocked interval has. */
export const LOST_MS = 15;
/** The one wait of A. */
export const WAIT_MS = 600;

@Injectable()
export class Waiting {
  /** Called when A begins to wait. */
  begins: () => void = () => undefined;
  /** A opens the connection in this method when it has one. */
  client: PooledClient | undefined;

  async ofA(): Promise<void> {
    const { client } = this;
    if (client !== undefined) await new Promise<void>(resolve => client.ask(resolve));
    this.begins();
    await delay(WAIT_MS);
  }
  async check(): Promise<void> {
    await delay(30);
    spin(LOST_MS);
  }
}

@Injectable()
export class WaitingGuard implements CanActivate {
  constructor(private readonly waiting: Waiting) {}

  async canActivate(): Promise<boolean> {
    spin(LOST_MS);
    await delay(30);
    await this.waiting.check();
    return true;
  }
}

/** Waits before it answers. */
@Catch()
export class WaitingFilter implements ExceptionFilter {
  constructor(private readonly host: HttpAdapterHost) {}

  async catch(_error: unknown, host: ArgumentsHost): Promise<void> {
    await delay(20);
    this.host.httpAdapter.reply(host.getArgByIndex(1), 'teapot', 418);
  }
}

/** Requests that another request calls on, in its own context. */
export class Gate {
  private waiting: (() => void) | undefined;

  get isAwaited(): boolean {
    return this.waiting !== undefined;
  }
  pass(callback: () => void): void {
    this.waiting = callback;
  }
  open(): void {
    this.waiting?.();
    this.waiting = undefined;
  }
}

export const gate = new Gate();

@Controller()
export class LostWaitsController {
  constructor(private readonly waiting: Waiting) {}

  @Get('a')
  async a(): Promise<string> {
    await this.waiting.ofA();
    return 'a';
  }
  @Get('b')
  async b(): Promise<string> {
    await delay(220);
    return 'b';
  }
  @Get('guarded')
  @UseGuards(WaitingGuard)
  async guarded(): Promise<string> {
    return this.b();
  }
  @Get('throws')
  async throws(): Promise<never> {
    await delay(220);
    throw new HttpException('teapot', 418);
  }
  @Get('filtered')
  @UseFilters(WaitingFilter)
  async filtered(): Promise<never> {
    return this.throws();
  }
  @Get('holds')
  async holds(): Promise<string> {
    while (!gate.isAwaited) await delay(5);
    spin(300);
    gate.open();
    return 'held';
  }
}
