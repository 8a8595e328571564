import { request as httpRequest, type Server } from 'node:http';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  GatewayTimeoutException,
  Get,
  HttpCode,
  Injectable,
  NotFoundException,
  Post,
  Req,
  RequestTimeoutException,
  Res,
  UseGuards,
  UseInterceptors,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type MiddlewareConsumer,
  type NestInterceptor,
} from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { catchError, throwError, timeout, TimeoutError, type Observable } from 'rxjs';
import type { Report } from '../../lib/index.js';
import { LinePool, LineServer } from './support/line-pool.js';
import { delay, PLATFORMS, TestApp, until, type Platform } from './support/test-app.js';
import { Upstream } from './support/upstream.js';

const LIMIT_MS = 600;
const upstream = new Upstream();
const lines = new LineServer();
const pool = new LinePool();

/** As in the documentation of Nest. */
class TimeoutInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      timeout(LIMIT_MS),
      catchError((error: unknown) =>
        throwError(() => (error instanceof TimeoutError ? new RequestTimeoutException() : error)),
      ),
    );
  }
}

class PlainTimeout implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(timeout(LIMIT_MS));
  }
}

const after = (ms: number, error: () => unknown): Promise<never> =>
  new Promise((_resolve, reject) => setTimeout(() => reject(error() as Error), ms));

@Injectable()
class CarrierService {
  async quote(path = '/never', init: RequestInit = {}): Promise<string> {
    return (await fetch(`${upstream.url}${path}`, init)).text();
  }

  async query(): Promise<string[]> {
    return pool.query('5000 1');
  }

  async compute(): Promise<void> {
    await delay(1);
    const end = performance.now() + 2 * LIMIT_MS;
    while (performance.now() < end);
    await delay(5_000);
  }

  async log(): Promise<void> {
    await this.quote();
  }
}

@Injectable()
class SlowGuard implements CanActivate {
  constructor(private readonly carrier: CarrierService) {}

  async canActivate(): Promise<boolean> {
    await this.carrier.quote();
    return true;
  }
}

let work: (carrier: CarrierService, request: Request) => Promise<unknown> = async () => undefined;

@Controller()
class WorkController {
  constructor(private readonly carrier: CarrierService) {}

  @Get('work')
  async work(@Req() request: Request): Promise<unknown> {
    await work(this.carrier, request);
    return {};
  }

  @Get('limited')
  @UseInterceptors(TimeoutInterceptor)
  async limited(@Req() request: Request): Promise<unknown> {
    await work(this.carrier, request);
    return {};
  }

  @Get('plain')
  @UseInterceptors(PlainTimeout)
  async plain(@Req() request: Request): Promise<unknown> {
    await work(this.carrier, request);
    return {};
  }

  @Get('guarded')
  @UseGuards(SlowGuard)
  guarded(): object {
    return {};
  }

  @Get('middleware')
  behindMiddleware(): object {
    return {};
  }

  @Post('upload')
  @HttpCode(200)
  upload(): object {
    return {};
  }

  @Get('download')
  download(@Res() response: Response): void {
    const raw = 'raw' in response ? (response.raw as Response) : response;
    raw.writeHead(200);
    raw.write('begin');
  }
}

let app: TestApp;
const start = async (platform: Platform = 'express', nest = {}): Promise<void> => {
  class WorkModule {
    configure(consumer: MiddlewareConsumer): void {
      const wait = async (_request: Request, _response: Response, next: NextFunction): Promise<void> => {
        await fetch(`${upstream.url}/never`).catch(() => undefined);
        next();
      };
      consumer.apply(wait).forRoutes('middleware');
    }
  }
  Reflect.defineMetadata('providers', [CarrierService, SlowGuard], WorkModule);
  Reflect.defineMetadata('controllers', [WorkController], WorkModule);
  app = await TestApp.start({ imports: [WorkModule] }, { threshold: 500 }, platform, undefined, nest);
  work = async () => undefined;
  await app.warm();
  for (const path of ['work', 'limited', 'plain']) await (await fetch(`${app.url}/${path}`)).text();
  await (await fetch(`${upstream.url}/wait/1`)).text();
};

beforeAll(async () => {
  await upstream.listen();
  pool.port = await lines.listen();
});
afterAll(async () => {
  pool.close();
  await lines.close();
  await upstream.close();
});
afterEach(() => app.close());

/** The report about a request that its client gives up after so long; `undefined`: never. */
async function reportOf(path: string, leaveAfterMs?: number, method = 'GET'): Promise<Report> {
  await new Promise<void>(resolve => {
    const request = httpRequest(`${app.url}${path}`, { method, agent: false }, response => {
      response
        .resume()
        .once('close', resolve)
        .on('error', () => undefined);
    });
    request.once('error', () => resolve());
    if (method === 'POST')
      request.setHeader('content-type', 'application/json').setHeader('content-length', 1_000).write('{');
    else request.end();
    if (leaveAfterMs !== undefined) setTimeout(() => request.destroy(), leaveAfterMs);
  });
  const isIt = ({ execution }: Report): boolean => execution.method === method && execution.url === path;
  await until(async () => (await app.reports()).some(isIt), `a report about ${method} ${path}`);
  return (await app.reports()).find(isIt) as Report;
}

const call = (): string => `GET ${upstream.host}/never`;

describe.each(PLATFORMS)('a request on %s', platform => {
  beforeEach(() => start(platform));

  it('that a timeout interceptor ended waited for the unfinished call, not for the timer', async () => {
    work = carrier => carrier.quote();
    const { execution, verdict, accounting } = await reportOf('/limited');
    expect(execution).toMatchObject({ status: 408, endedBy: 'timeout' });
    expect(verdict).toMatchObject({ kind: 'io', subject: call() });
    expect(verdict.headline).toMatch(/^Gave up after [\d.]+ m?s \(RequestTimeoutException\); /);
    expect(verdict.headline).toContain(`CarrierService.quote was still waiting for ${call()}`);
    expect(accounting.waiting.find(({ on }) => on === 'timer')).toBeUndefined();
  });

  it('that its client left waited for the unfinished call', async () => {
    work = carrier => carrier.quote();
    const { execution, verdict } = await reportOf('/work', LIMIT_MS);
    expect(execution).toMatchObject({ outcome: 'aborted', endedBy: 'client' });
    expect(verdict).toMatchObject({ kind: 'io', subject: call() });
    expect(verdict.headline).toMatch(/^The client left after [\d.]+ m?s; /);
    expect(verdict.headline).toContain(`CarrierService.quote was still waiting for ${call()}`);
  });

  it('that its client left before the handler names the guard', async () => {
    const { execution, verdict } = await reportOf('/guarded', LIMIT_MS);
    expect(execution.endedBy).toBe('client');
    expect(verdict).toMatchObject({ kind: 'io', subject: call() });
    expect(verdict.headline).toContain(`still waiting for ${call()}, before its handler was called`);
  });

  it('that its client left during the upload waited for the client', async () => {
    const { execution, verdict } = await reportOf('/upload', LIMIT_MS, 'POST');
    expect(execution.endedBy).toBe('client');
    expect(verdict).toMatchObject({ kind: 'slow-client', subject: 'request body' });
    expect(verdict.headline).toMatch(/^The client left after .+; .+ waiting for the client to send the request body/);
  });
});

describe('a request', () => {
  beforeEach(() => start());

  it('that a race against a timer ended waited for the unfinished call', async () => {
    work = carrier => Promise.race([carrier.quote(), after(LIMIT_MS, () => new Error('too slow'))]);
    const { execution, verdict } = await reportOf('/work');
    expect(execution).toMatchObject({ status: 500, endedBy: 'timeout' });
    expect(verdict).toMatchObject({ kind: 'io', subject: call() });
    expect(verdict.headline).toMatch(/^Gave up after .+; CarrierService\.quote was still waiting for GET /);
  });

  it('that a race in the handler ended waited for the call of the handler', async () => {
    work = () => Promise.race([fetch(`${upstream.url}/never`), after(LIMIT_MS, () => new GatewayTimeoutException())]);
    const { execution, verdict } = await reportOf('/work');
    expect(execution).toMatchObject({ status: 504, endedBy: 'timeout' });
    expect(verdict).toMatchObject({ kind: 'io', subject: call() });
    expect(verdict.headline).toMatch(/\(GatewayTimeoutException\); WorkController\.work was still waiting for GET /);
  });

  it.each([
    ['its signal', () => ({ signal: AbortSignal.timeout(LIMIT_MS) }), 'TimeoutError'],
    [
      'a controller and a timer',
      () => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), LIMIT_MS);
        return { signal: controller.signal };
      },
      undefined,
    ],
  ])('whose call %s ended waited for that call', async (_by, init, reason) => {
    work = carrier => carrier.quote('/never', init());
    const { execution, verdict } = await reportOf('/work');
    expect(execution).toMatchObject({ status: 500, endedBy: 'timeout' });
    expect(verdict).toMatchObject({ kind: 'io', subject: call() });
    expect(verdict.headline).toContain(`CarrierService.quote was still waiting for ${call()}`);
    if (reason !== undefined) expect(verdict.headline).toContain(`(${reason})`);
  });

  it('that an exception of rxjs ended waited for the unfinished call', async () => {
    work = carrier => carrier.quote();
    const { execution, verdict } = await reportOf('/plain');
    expect(execution).toMatchObject({ status: 500, endedBy: 'timeout' });
    expect(verdict.headline).toMatch(/^Gave up after .+ \(TimeoutError\); CarrierService\.quote was still waiting/);
  });

  it('whose driver is unknown waited in the unfinished method', async () => {
    await pool.query('1 1');
    work = carrier => carrier.query();
    const { execution, verdict } = await reportOf('/limited');
    expect(execution.endedBy).toBe('timeout');
    expect(verdict).toMatchObject({ kind: 'await', subject: 'CarrierService.query' });
    expect(verdict.headline).toMatch(/\(RequestTimeoutException\); CarrierService\.query was still waiting/);
  });

  it('that computed until the timeout has its function as the cause', async () => {
    work = carrier => carrier.compute();
    const { execution, verdict } = await reportOf('/limited');
    expect(execution.endedBy).toBe('timeout');
    expect(verdict.kind).toBe('cpu');
    expect(verdict.headline).toMatch(/^Gave up after .+ \(RequestTimeoutException\); compute \(/);
  });

  it('whose application cancels the work when its client leaves waited for that work', async () => {
    work = async (carrier, request) => {
      const controller = new AbortController();
      request.once('close', () => controller.abort());
      await carrier.quote('/never', { signal: controller.signal });
    };
    const { execution, verdict } = await reportOf('/work', LIMIT_MS);
    expect(execution.endedBy).toBe('client');
    expect(verdict).toMatchObject({ kind: 'io', subject: call() });
    expect(verdict.headline).toContain(`CarrierService.quote was still waiting for ${call()}`);
  });

  it('that its client left in a middleware waited before its handler', async () => {
    const { execution, verdict } = await reportOf('/middleware', LIMIT_MS);
    expect(execution.endedBy).toBe('client');
    expect(verdict).toMatchObject({ kind: 'io', subject: call() });
    expect(verdict.headline).toContain(`it was still waiting for ${call()}, before its handler was called`);
  });

  it('that its client left during the answer has no unfinished call', async () => {
    const { execution, verdict } = await reportOf('/download', LIMIT_MS);
    expect(execution.endedBy).toBe('client');
    expect(verdict.headline).not.toContain('still waiting');
  });

  it('that the server closed for its own limit was ended by a timeout', async () => {
    (app.app.getHttpServer() as Server).setTimeout(LIMIT_MS);
    work = carrier => carrier.quote();
    const { execution, verdict } = await reportOf('/work');
    expect(execution).toMatchObject({ outcome: 'aborted', endedBy: 'timeout' });
    expect(verdict.headline).toMatch(/^The server closed the connection after .+; CarrierService\.quote was still/);
  });
});

describe('a request that ended by itself', () => {
  beforeEach(() => start());

  it('is not ended by a timeout of another server', async () => {
    work = async carrier => {
      await carrier.quote(`/wait/${LIMIT_MS}`);
      throw new GatewayTimeoutException();
    };
    const { execution, verdict } = await reportOf('/work');
    expect(execution.status).toBe(504);
    expect(execution).not.toHaveProperty('endedBy');
    expect(verdict.headline).not.toContain('Gave up');
  });

  it.each([
    ['succeeds', () => undefined],
    [
      'is refused',
      () => {
        throw new NotFoundException();
      },
    ],
  ])('after a pause, and %s, did not wait for work beside it', async (_how, end) => {
    work = async carrier => {
      void carrier.log().catch(() => undefined);
      await delay(LIMIT_MS);
      end();
    };
    const { execution, verdict } = await reportOf('/work');
    expect(execution).not.toHaveProperty('endedBy');
    expect(verdict.kind).toBe('timer');
    expect(verdict.headline).not.toContain('still waiting');
  });
});

it('a request that was open at the shutdown was ended by it', async () => {
  await start('express', { forceCloseConnections: true });
  work = carrier => carrier.quote();
  const before = upstream.requests;
  const request = httpRequest(`${app.url}/work`, { agent: false });
  request.once('error', () => undefined).end();
  await until(() => upstream.requests > before, 'the request of the handler');
  await delay(LIMIT_MS);
  await app.app.close();
  const [report] = await app.reports();
  expect(report?.execution).toMatchObject({ outcome: 'aborted', endedBy: 'shutdown' });
  expect(report?.verdict.headline).toMatch(/^The server shut down after .+; CarrierService\.quote was still waiting/);
});
