import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  Scope,
  VersioningType,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type ModuleMetadata,
  type NestInterceptor,
} from '@nestjs/common';
import { NestFactory, RouterModule } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { map, type Observable } from 'rxjs';
import {
  AlertNotifier,
  PerformanceMonitorModule,
  PerformanceMonitorService,
  type Alert,
  type Notifier,
  type PerformanceMonitorOptions,
  type StatusPageOptions,
} from '../../lib/index.js';
import { LineLogger, PLATFORMS, spin, until, type Platform } from './support/test-app.js';

const SECRET = 'operators only';

@Injectable()
class Secrets {
  readonly value = SECRET;
}

/** Has a dependency, so it is a provider of the application. */
@Injectable()
class OperatorsGuard implements CanActivate {
  constructor(private readonly secrets: Secrets) {}
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: Record<string, string | undefined> }>();
    return headers['x-secret'] === this.secrets.value;
  }
}

class ClosedGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@AlertNotifier()
class Keeper implements Notifier {
  readonly name = '<keeper>';
  readonly alerts: Alert[] = [];
  async notify(alert: Alert): Promise<void> {
    this.alerts.push(alert);
  }
}

@Controller()
class OrdersController {
  constructor(private readonly monitor: PerformanceMonitorService) {}

  @Get('orders')
  orders(): string {
    this.monitor.profile('<script>alert(1)</script>', () => spin(60));
    return 'done';
  }
}

/** As applications often have one: each answer in an envelope. */
@Injectable()
class Envelope implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map(data => ({ data: data as unknown })));
  }
}

describe('the status page', () => {
  let app: INestApplication | undefined;
  afterEach(() => app?.close());

  interface Given {
    readonly platform?: Platform;
    readonly page?: StatusPageOptions;
    readonly options?: PerformanceMonitorOptions;
    readonly metadata?: ModuleMetadata;
    readonly prepare?: (app: INestApplication) => void;
  }

  async function start({ platform = 'express', page, options, metadata = {}, prepare }: Given = {}): Promise<string> {
    const statusPage = page ?? { path: '/ops/performance/', guard: OperatorsGuard };
    class AppModule {}
    Module({
      controllers: [OrdersController],
      ...metadata,
      imports: [
        PerformanceMonitorModule.forRoot({ threshold: 20, localFile: false, ...options, statusPage }),
        ...(metadata.imports ?? []),
      ],
      providers: [OperatorsGuard, Secrets, Keeper, ...(metadata.providers ?? [])],
    })(AppModule);
    const adapter = platform === 'fastify' ? [new FastifyAdapter()] : [];
    const created = await NestFactory.create(AppModule, ...(adapter as []), {
      logger: new LineLogger(),
      abortOnError: false,
    });
    app = created;
    prepare?.(created);
    await created.listen(0, '127.0.0.1');
    return (await created.getUrl()).replace('[::1]', '127.0.0.1');
  }
  const monitor = (): PerformanceMonitorService => (app as INestApplication).get(PerformanceMonitorService);
  const get = (url: string, secret = SECRET): Promise<Response> => fetch(url, { headers: { 'x-secret': secret } });
  const post = (url: string, token: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'x-secret': SECRET,
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
      body: new URLSearchParams({ token }).toString(),
    });
  const tokenIn = (page: string): string => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';

  it.each(PLATFORMS)('shows the process, its endpoints, causes, reports and notifiers: %s', async platform => {
    const url = await start({ platform });
    await (await fetch(`${url}/orders`)).text();
    await monitor().flush('60s');
    // The page of a report is rendered after its alert.
    await until(async () => (await (await get(`${url}/ops/performance`)).text()).includes('/reports/'), 'a link');
    const response = await get(`${url}/ops/performance`);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    });
    const page = await response.text();
    expect(page).toContain('Performance of this process');
    expect(page).toContain(`process ${process.pid}`);
    expect(page).toContain('GET /orders');
    expect(page).toContain('&lt;keeper&gt;');
    // Its own requests are not listed, and names stay text.
    expect(page).not.toContain('GET /ops/performance');
    expect(page).not.toContain('<script>alert');
    const [, link = ''] = /href="(performance\/reports\/[^"]+)"/.exec(page) ?? [];
    const report = await get(`${url}/ops/${link}`);
    expect([report.status, report.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(report.headers.get('content-security-policy')).toBe("frame-ancestors 'none'");
    expect(await report.text()).toMatch(/^<!doctype html>[^]*<\/html>\s*$/i);
  });

  it.each(PLATFORMS)('has no route without the guard: %s', async platform => {
    const url = await start({ platform });
    const page = `${url}/ops/performance`;
    const token = tokenIn(await (await get(page)).text());
    for (const path of [page, `${page}/reports/any`]) expect((await get(path, 'wrong')).status).toBe(403);
    expect((await post(`${page}/test`, token, { 'x-secret': 'wrong' })).status).toBe(403);
    expect((app as INestApplication).get(Keeper).alerts).toEqual([]);
  });

  it.each(PLATFORMS)('sends a test alert for its own form, once in a minute: %s', async platform => {
    const url = await start({ platform });
    const page = `${url}/ops/performance`;
    const token = tokenIn(await (await get(page)).text());
    const { alerts } = (app as INestApplication).get(Keeper);
    for (const [given, headers] of [
      ['', {}],
      [`${token.slice(1)}x`, {}],
      [token, { 'sec-fetch-site': 'cross-site' }],
      [token, { 'sec-fetch-site': 'same-site' }],
    ] as const)
      expect((await post(`${page}/test`, given, headers)).status).toBe(403);
    expect(alerts).toEqual([]);
    const accepted = await post(`${page}/test`, token);
    expect([accepted.status, accepted.headers.get('location')]).toEqual([303, '../performance']);
    expect(alerts.map(({ test }) => test)).toEqual([true]);
    expect((await post(`${page}/test`, token)).status).toBe(429);
    expect(alerts).toHaveLength(1);
    expect(await (await get(page)).text()).toContain('<td>delivered</td>');
  });

  it('has no form for GET', async () => {
    const url = await start();
    expect((await get(`${url}/ops/performance/test`)).status).toBe(404);
  });

  it('says that a report is not kept', async () => {
    const url = await start();
    const response = await get(`${url}/ops/performance/reports/..%2F..%2Fetc%2Fpasswd`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('does not keep that report');
  });

  it.each(PLATFORMS)('stands below the global prefix, in every version, and in no envelope: %s', async platform => {
    const url = await start({
      platform,
      prepare: created => {
        created.setGlobalPrefix('api');
        created.enableVersioning({ type: VersioningType.URI });
        created.useGlobalInterceptors(new Envelope());
      },
    });
    const response = await get(`${url}/api/ops/performance`);
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  it('takes an instance as its guard', async () => {
    const url = await start({ page: { path: 'status', guard: new ClosedGuard() } });
    expect((await get(`${url}/status`)).status).toBe(403);
  });

  it('makes a guard that is no provider and has no dependencies', async () => {
    const url = await start({ page: { path: 'status', guard: ClosedGuard } });
    expect((await get(`${url}/status`)).status).toBe(403);
  });

  it('stands there with enabled: false, and says that nothing is watched', async () => {
    const url = await start({ options: { enabled: false } });
    expect(await (await get(`${url}/ops/performance`)).text()).toContain('Nothing is watched.');
  });

  it('lists endpoints of the application whose paths end as its own', async () => {
    @Controller()
    class ShipmentsController {
      @Get('shipments/status')
      status(): string {
        return 'shipped';
      }
    }
    const url = await start({
      page: { path: 'status', guard: OperatorsGuard },
      metadata: { controllers: [ShipmentsController] },
    });
    await (await fetch(`${url}/shipments/status`)).text();
    await (await get(`${url}/status`)).text();
    const page = await (await get(`${url}/status`)).text();
    expect(page).toContain('GET /shipments/status');
    expect(page).not.toMatch(/GET \/status/);
  });

  it('has links that hold with a slash at its end', async () => {
    const url = await start();
    const page = await (await get(`${url}/ops/performance/`)).text();
    expect(page).toContain('action="./test"');
  });

  it('needs no guard and keeps no reports in an application without HTTP', async () => {
    @Injectable()
    class Unmakeable extends OperatorsGuard {}
    class WorkerModule {}
    Module({
      imports: [
        PerformanceMonitorModule.forRoot({ localFile: false, statusPage: { path: 'status', guard: Unmakeable } }),
      ],
    })(WorkerModule);
    const worker = await NestFactory.createApplicationContext(WorkerModule, { logger: false, abortOnError: false });
    await worker.close();
  });

  it('leaves the object of options as it is: an instance, with its prototype and getters', async () => {
    class Settings {
      readonly localFile = false;
      readonly statusPage = { path: 'status', guard: ClosedGuard };
      get threshold(): string {
        return '123ms';
      }
    }
    class AppModule {}
    Module({ imports: [PerformanceMonitorModule.forRoot(new Settings())] })(AppModule);
    app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    expect(monitor().getEffectiveOptions()['threshold']).toEqual({ value: 123, source: 'code' });
    expect((await get(`${await app.getUrl()}/status`)).status).toBe(403);
  });

  it('raises no alert about itself', async () => {
    const url = await start({ options: { threshold: 1 } });
    for (let load = 0; load < 3; load += 1) await (await get(`${url}/ops/performance`)).text();
    await monitor().flush('60s');
    expect((app as INestApplication).get(Keeper).alerts).toEqual([]);
  });

  it('stands beside the factory of forRootAsync()', async () => {
    class AppModule {}
    Module({
      imports: [
        PerformanceMonitorModule.forRootAsync({
          useFactory: () => ({ localFile: false as const }),
          statusPage: { path: 'status', guard: ClosedGuard },
        }),
      ],
    })(AppModule);
    app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    expect((await get(`${await app.getUrl()}/status`)).status).toBe(403);
  });

  describe('stops the start', () => {
    const refused = async (make: () => Promise<unknown> | unknown): Promise<string> => {
      try {
        await make();
      } catch (error) {
        return (error as Error).message;
      }
      return 'started';
    };
    const given = (statusPage: unknown): Promise<string> =>
      refused(() => PerformanceMonitorModule.forRoot({ statusPage: statusPage as StatusPageOptions }));

    it.each([
      [{ path: '/', guard: ClosedGuard }, /statusPage\.path must be a path below/],
      [{ path: 'a/:id', guard: ClosedGuard }, /statusPage\.path must be a path below/],
      [{ guard: ClosedGuard }, /statusPage\.path must be a path below/],
      [{ path: 'status' }, /statusPage\.guard must be a class with canActivate\(\)/],
      [{ path: 'status', guard: class {} }, /statusPage\.guard must be/],
      [{ path: 'status', guard: ClosedGuard, open: true }, /statusPage\.open is not an option/],
      [true, /statusPage must be false, or an object/],
    ])('at once for %j', async (statusPage, message) => {
      expect(await given(statusPage)).toMatch(message);
    });

    it('for a guard with dependencies that is no provider', async () => {
      @Injectable()
      class Lonely extends OperatorsGuard {
        constructor(
          secrets: Secrets,
          readonly other: Envelope,
        ) {
          super(secrets);
        }
      }
      const message = await refused(() => start({ page: { path: 'status', guard: Lonely } }));
      expect(message).toMatch(/statusPage\.guard: Lonely cannot be made.*list Lonely in the providers/);
    });

    it('for a guard of the scope of a request', async () => {
      @Injectable({ scope: Scope.REQUEST })
      class Scoped extends ClosedGuard {}
      const message = await refused(() => start({ page: { path: 'status', guard: Scoped } }));
      expect(message).toMatch(/statusPage\.guard: Scoped has a scope of its own/);
    });

    it('for a second page', async () => {
      const page = { path: 'status', guard: ClosedGuard };
      const second = PerformanceMonitorModule.forRoot({ statusPage: { ...page, path: 'other' } });
      const message = await refused(() => start({ page, metadata: { imports: [second] } }));
      expect(message).toMatch(/statusPage is given to several imports/);
    });

    it('for a path of RouterModule, and only with its prefix', async () => {
      @Controller('status')
      class StatusController {
        @Get()
        get(): string {
          return 'own';
        }
      }
      class PublicModule {}
      Module({ controllers: [StatusController] })(PublicModule);
      const imports = [PublicModule, RouterModule.register([{ path: 'public', module: PublicModule }])];
      const at = (path: string): Promise<string> =>
        refused(() => start({ page: { path, guard: ClosedGuard }, metadata: { imports } }));
      expect(await at('public/status')).toMatch(/StatusController has the route \/public\/status/);
      expect(await at('status')).toBe('started');
    });

    it.each(['orders', 'orders/'])('for the path of a route: %s', async path => {
      const message = await refused(() => start({ page: { path, guard: ClosedGuard } }));
      expect(message).toMatch(/statusPage\.path 'orders' is in use: OrdersController has the route \/orders/);
    });

    it('where a factory returns it', async () => {
      class AppModule {}
      const statusPage = { path: 'status', guard: ClosedGuard };
      Module({
        imports: [PerformanceMonitorModule.forRootAsync({ useFactory: () => ({ statusPage }) as object })],
      })(AppModule);
      const message = await refused(() => NestFactory.create(AppModule, { logger: false, abortOnError: false }));
      expect(message).toMatch(/statusPage must stand in forRoot\(\), or beside useFactory/);
    });
  });
});
