import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Version, VERSION_NEUTRAL, VersioningType, type VersioningOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { RouteConstraints } from '@nestjs/platform-fastify';
import express, { type Express } from 'express';
import { PLATFORMS, TestApp, until } from './support/test-app.js';

@Controller({ path: 'orders', version: '1' })
class FirstOrders {
  @Get()
  first(): string {
    return 'first';
  }
  @Version(['2', '3'])
  @Get()
  later(): string {
    return 'later';
  }
  @Version(VERSION_NEUTRAL)
  @Get('any')
  any(): string {
    return 'any';
  }
}

@Controller({ path: 'orders', version: '2024-11-05' })
class DatedOrders {
  @Get()
  dated(): string {
    return 'dated';
  }
}

@Controller({ path: 'shop', host: 'a.test' })
class ShopOfA {
  @Get()
  get(): string {
    return 'a';
  }
  @Get('only-here')
  only(): string {
    return 'only a';
  }
}

@Controller({ path: 'shop', host: ':tenant.b.test' })
class ShopOfB {
  @Get()
  get(): string {
    return 'b';
  }
}

@Controller('shop')
class ShopOfAll {
  @Get()
  get(): string {
    return 'all';
  }
}

@Controller('constrained')
class Constrained {
  @RouteConstraints({ host: 'a.test' })
  @Get()
  one(): string {
    return 'a';
  }
  @RouteConstraints({ host: 'b.test' })
  @Get()
  other(): string {
    return 'b';
  }
}

describe('the name of a request', () => {
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });
  const start = async (...args: Parameters<typeof TestApp.start>): Promise<TestApp> => {
    const app = await TestApp.start(...args);
    open.push(app);
    return app;
  };
  const names = async (app: TestApp, count: number): Promise<string[]> => {
    await until(() => app.monitor.getStats().executions === count, `${count} executions`);
    return app.monitor
      .getStats()
      .endpoints.map(({ name }) => name)
      .sort();
  };
  const get = (app: TestApp, path: string, headers: Record<string, string>): Promise<string> =>
    new Promise((resolve, reject) => {
      httpRequest(`${app.url}${path}`, { headers, agent: false }, response => {
        let body = '';
        response.setEncoding('utf8').on('data', text => (body += text));
        response.on('end', () => resolve(body));
      })
        .on('error', reject)
        .end();
    });

  const versionings: [string, VersioningOptions, (version: string) => Record<string, string>][] = [
    ['a header', { type: VersioningType.HEADER, header: 'x-version' }, version => ({ 'x-version': version })],
    [
      'the media type',
      { type: VersioningType.MEDIA_TYPE, key: 'v=' },
      version => ({ accept: `application/json;v=${version}` }),
    ],
    [
      'an extractor',
      {
        type: VersioningType.CUSTOM,
        extractor: (request: unknown) =>
          (request as { headers: Record<string, string | undefined> }).headers['x-version'] ?? '',
      },
      version => ({ 'x-version': version }),
    ],
  ];

  describe.each(PLATFORMS)('on %s', platform => {
    it.each(versionings)('has the version of %s', async (_, versioning, headersOf) => {
      const controllers = [FirstOrders, DatedOrders];
      const app = await start({ controllers }, {}, platform, host => void host.enableVersioning(versioning));
      const sent: string[] = [];
      for (const version of ['1', '2', '3', '2024-11-05']) sent.push(await get(app, '/orders', headersOf(version)));
      expect(sent).toEqual(['first', 'later', 'later', 'dated']);
      expect(await get(app, '/orders/any', {})).toBe('any');
      expect(await names(app, 5)).toEqual([
        'GET /orders (v1)',
        'GET /orders (v2, v3)',
        'GET /orders (v2024-11-05)',
        'GET /orders/any',
      ]);
    });

    it('has no version where the path has it', async () => {
      const versioning = { type: VersioningType.URI } as const;
      const app = await start(
        { controllers: [DatedOrders] },
        {},
        platform,
        host => void host.enableVersioning(versioning),
      );
      expect(await get(app, '/v2024-11-05/orders', {})).toBe('dated');
      expect(await names(app, 1)).toEqual(['GET /v2024-11-05/orders']);
    });

    it('has the path of mounted middleware that answers, without the rest', async () => {
      const app = await start({ controllers: [ShopOfAll] }, {}, platform, host => {
        host.use('/files', (_: unknown, response: { end(text: string): void }) => response.end('file'));
        host.use('/tenants/:id/files', (_: unknown, response: { end(text: string): void }) => response.end('file'));
        host.use((request: { url: string }, response: { end(text: string): void }, next: () => void) =>
          request.url === '/elsewhere' ? response.end('elsewhere') : next(),
        );
      });
      for (const path of ['/files/a', '/files/b?c=d', '/FILES/c', '/files', '/tenants/hunter2/files/x'])
        expect(await get(app, path, {})).toBe('file');
      await get(app, '/elsewhere', {});
      await get(app, '/nowhere', {});
      await get(app, '/shop', {});
      expect((await names(app, 8)).filter(name => name !== 'GET /FILES/*')).toEqual([
        'GET (unmatched)',
        'GET /files',
        'GET /files/*',
        'GET /shop',
        'GET /tenants/:id/files/*',
      ]);
    });
  });

  it('has the host only where routes on one path differ by it', async () => {
    const app = await start({ controllers: [ShopOfA, ShopOfB, ShopOfAll] });
    const sent: string[] = [];
    for (const host of ['a.test', 'x.b.test', 'y.b.test', 'c.test']) sent.push(await get(app, '/shop', { host }));
    expect(sent).toEqual(['a', 'b', 'b', 'all']);
    expect(await get(app, '/shop/only-here', { host: 'a.test' })).toBe('only a');
    expect(await names(app, 5)).toEqual([
      'GET /shop',
      'GET /shop/only-here',
      'GET :tenant.b.test/shop',
      'GET a.test/shop',
    ]);
  });

  it('has the host of a constraint of Fastify', async () => {
    const app = await start({ controllers: [Constrained] }, {}, 'fastify');
    for (const host of ['a.test', 'b.test']) await get(app, '/constrained', { host });
    expect(await names(app, 2)).toEqual(['GET a.test/constrained', 'GET b.test/constrained']);
  });

  it('has the patterns of mounted routers and applications of Express', async () => {
    const app = await start({ controllers: [ShopOfAll] }, {}, 'express', host => {
      const nest = (host as NestExpressApplication).getHttpAdapter().getInstance() as Express;
      const users = express.Router();
      users.get('/users/:id', (_, response) => void response.send('user'));
      const nested = express.Router();
      nested.use('/inner', users);
      const mounted = express();
      mounted.get('/status', (_, response) => void response.send('status'));
      mounted.use('/deep', users);
      nest.use('/legacy', users);
      nest.use('/other/', users);
      nest.use(nested);
      nest.use('/tenants/:tenant', nested);
      nest.use('/app', mounted);
    });
    const paths = [
      '/legacy/users/1',
      '/legacy/users/2',
      '/other/users/1',
      '/inner/users/1',
      '/tenants/hunter2/inner/users/1',
      '/app/status',
      '/app/deep/users/1',
      '/legacy/nothing',
    ];
    for (const path of paths) await get(app, path, {});
    expect(await names(app, paths.length)).toEqual([
      'GET (unmatched)',
      'GET /app/*/users/:id',
      'GET /app/status',
      'GET /inner/users/:id',
      'GET /legacy/users/:id',
      'GET /other/users/:id',
      'GET /tenants/:tenant/inner/users/:id',
    ]);
  });
});
