import { afterEach, describe, expect, it } from '@jest/globals';
import {
  Controller,
  Get,
  Injectable,
  Module,
  RequestMethod,
  Scope,
  type MiddlewareConsumer,
  type NestMiddleware,
  type Type,
} from '@nestjs/common';
import { delay, type Platform, PLATFORMS, spanNames, TestApp, until } from './support/test-app.js';

const STEP_MS = 80;

interface Answer {
  statusCode: number;
  end(text: string): void;
}
type Next = (error?: unknown) => void;

@Injectable()
class Steps {
  async inMiddleware(): Promise<void> {
    await delay(STEP_MS);
  }
  async inHandler(): Promise<string> {
    await delay(STEP_MS);
    return 'handled';
  }
}

@Injectable()
class SlowMiddleware implements NestMiddleware {
  constructor(private readonly steps: Steps) {}
  async use({ originalUrl: url }: { originalUrl: string }, response: Answer, next: Next): Promise<void> {
    await this.steps.inMiddleware();
    if (url.includes('refused')) {
      response.statusCode = 401;
      response.end('refused');
    } else if (url.includes('throws')) throw new Error('planted');
    else if (url.includes('fails')) next(new Error('planted'));
    else next();
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedMiddleware extends SlowMiddleware {}

/** Calls back, as libraries of Express do. */
class CallbackMiddleware implements NestMiddleware {
  use(_request: unknown, _response: Answer, next: Next): void {
    setTimeout(next, STEP_MS);
  }
}

@Controller()
class StepsController {
  constructor(private readonly steps: Steps) {}
  @Get('work')
  work(): Promise<string> {
    return this.steps.inHandler();
  }
  @Get('excluded')
  excluded(): Promise<string> {
    return this.steps.inHandler();
  }
}

function moduleWith(middleware: Type<NestMiddleware>, ...routes: string[]): Type<unknown> {
  class Configured {
    configure(consumer: MiddlewareConsumer): void {
      const applied = consumer.apply(middleware).exclude({ path: 'excluded', method: RequestMethod.GET });
      applied.forRoutes(...(routes.length > 0 ? routes : ['{*path}']));
    }
  }
  Module({ controllers: [StepsController], providers: [Steps] })(Configured);
  return Configured;
}

describe.each(PLATFORMS)('a middleware class on %s', platform => {
  const open: TestApp[] = [];
  afterEach(async () => {
    for (const app of open.splice(0)) await app.close();
  });
  const start = async (middleware: Type<NestMiddleware>, ...routes: string[]): Promise<TestApp> => {
    const imports = [moduleWith(middleware, ...routes)];
    const app = await TestApp.start({ imports }, { threshold: STEP_MS / 2 }, platform as Platform);
    open.push(app);
    return app;
  };
  const text = async (app: TestApp, path: string): Promise<string> => (await fetch(app.url + path)).text();

  it.each([SlowMiddleware, ScopedMiddleware, CallbackMiddleware])(
    'is a span until it passes the request on (%p)',
    async middleware => {
      const app = await start(middleware);
      expect(await text(app, '/work')).toBe('handled');
      const { timeline } = await app.report('GET /work');
      const span = (name: string) => timeline.spans.findIndex(each => each.name === name);
      const own = timeline.spans[span(`${middleware.name}.use`)];
      const handler = timeline.spans[span('StepsController.work')];
      expect(own?.kind).toBe('provider');
      expect(own?.endMs).toBeLessThanOrEqual(handler?.startMs ?? 0);
      expect((own?.endMs ?? 0) - (own?.startMs ?? 0)).toBeGreaterThanOrEqual(STEP_MS - 5);
      // The handler is no part of the middleware.
      expect(handler?.parent).toBe(0);
      if (middleware !== CallbackMiddleware)
        expect(timeline.spans[span('Steps.inMiddleware')]?.parent).toBe(span(`${middleware.name}.use`));
    },
  );

  it('names the requests that it answers, and no others', async () => {
    const app = await start(SlowMiddleware);
    const answers: string[] = [];
    for (const path of ['/refused', '/refused/again', '/work', '/nowhere', '/excluded'])
      answers.push(await text(app, path));
    expect(answers.slice(0, 3)).toEqual(['refused', 'refused', 'handled']);
    for (const path of ['/throws', '/fails']) expect((await fetch(app.url + path)).status).toBe(500);
    await until(() => app.monitor.getStats().executions === 7, 'seven requests');
    const { endpoints } = app.monitor.getStats();
    expect(endpoints.map(({ name, count }) => `${name} ×${count}`).sort()).toEqual([
      'GET (SlowMiddleware) ×4',
      'GET (unmatched) ×1',
      'GET /excluded ×1',
      'GET /work ×1',
    ]);
    const excluded = await app.report('GET /excluded');
    expect(spanNames(excluded)).toEqual(['GET /excluded', 'StepsController.excluded', 'Steps.inHandler']);
  });

  it('on an exact path is no route', async () => {
    const app = await start(SlowMiddleware, 'only');
    await text(app, '/only');
    await text(app, '/only?refused');
    await until(() => app.monitor.getStats().executions === 2, 'two requests');
    expect(
      app.monitor
        .getStats()
        .endpoints.map(({ name }) => name)
        .sort(),
    ).toEqual(['GET (SlowMiddleware)', 'GET (unmatched)']);
  });

  it('has no spans when the application has closed', async () => {
    const first = await start(SlowMiddleware);
    await text(first, '/work');
    const use = SlowMiddleware.prototype.use;
    const second = await start(SlowMiddleware);
    await first.close();
    open.splice(open.indexOf(first), 1);
    expect(await text(second, '/work')).toBe('handled');
    const { timeline } = await second.report('GET /work');
    expect(timeline.spans.filter(({ name }) => name === 'SlowMiddleware.use')).toHaveLength(1);
    expect(SlowMiddleware.prototype.use).toBe(use);
    expect(use.name).toBe('use');
    expect(use).toHaveLength(3);
  });
});

/** Applied as functions, which Nest hides in classes of its own. */
function slowFunction(_request: unknown, _response: Answer, next: Next): void {
  setTimeout(next, STEP_MS);
}

describe.each(PLATFORMS)('a middleware function on %s', platform => {
  it('is a span until it passes the request on, named after the function', async () => {
    const seen: unknown[] = [];
    class Configured {
      configure(consumer: MiddlewareConsumer): void {
        const nameless = [
          ({ originalUrl: url }: { originalUrl: string }, response: Answer, next: Next): void => {
            seen.push(url);
            if (url.includes('refused')) response.end('refused');
            else setTimeout(next, STEP_MS);
          },
        ];
        consumer
          .apply(slowFunction, ...nameless)
          .exclude('excluded')
          .forRoutes(StepsController);
      }
    }
    Module({ controllers: [StepsController], providers: [Steps] })(Configured);
    const { configure } = Configured.prototype;
    const app = await TestApp.start({ imports: [Configured] }, { threshold: STEP_MS / 2 }, platform as Platform);
    try {
      expect(await (await fetch(`${app.url}/work`)).text()).toBe('handled');
      expect(await (await fetch(`${app.url}/excluded`)).text()).toBe('handled');
      expect(await (await fetch(`${app.url}/work?refused`)).text()).toBe('refused');
      expect(seen).toEqual(['/work', '/work?refused']);
      const { timeline } = await app.report('GET /work');
      const handler = timeline.spans.find(({ name }) => name === 'StepsController.work');
      for (const name of ['slowFunction', '(middleware)']) {
        const span = timeline.spans.find(each => each.name === name);
        expect(span?.totalMs).toBeGreaterThanOrEqual(STEP_MS - 5);
        expect(span?.endMs).toBeLessThanOrEqual(handler?.startMs ?? 0);
        expect(span?.parent).toBe(0);
      }
      const excluded = await app.report('GET /excluded');
      expect(excluded.timeline.spans.map(({ name }) => name)).not.toContain('slowFunction');
    } finally {
      await app.close();
    }
    expect([configure.name, configure.length]).toEqual(['configure', 1]);
  });
});
