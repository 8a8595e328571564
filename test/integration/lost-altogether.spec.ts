import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Post, UseGuards, type CanActivate } from '@nestjs/common';
import type { Report } from '../../lib/index.js';
import { HomeMadeQueue, PooledClient } from './support/lost-context.js';
import { delay, PLATFORMS, TestApp } from './support/test-app.js';
import { ownMs } from '../support/own-time.js';

type Middleware = (request: IncomingMessage, response: unknown, next: () => void) => void;

/** More than a blocked interval has, and most of each request. */
const COMPUTED_MS = 250;

function checkSignature(): void {
  const end = performance.now() + COMPUTED_MS;
  while (performance.now() < end) for (let i = 0; i < 10_000; i += 1);
}

class Answer {
  toJSON(): string {
    checkSignature();
    return 'answer';
  }
}

class ComputingGuard implements CanActivate {
  async canActivate(): Promise<boolean> {
    await delay(20);
    checkSignature();
    return true;
  }
}

@Injectable()
class Work {
  async find(): Promise<void> {
    await delay(20);
  }
}

@Controller()
class OutsideController {
  constructor(private readonly work: Work) {}

  @Post('middleware')
  async middleware(): Promise<string> {
    await this.work.find();
    return 'middleware';
  }
  @Post('guard')
  @UseGuards(ComputingGuard)
  async guard(): Promise<string> {
    await this.work.find();
    return 'guard';
  }
  @Post('response')
  async response(): Promise<Answer> {
    await this.work.find();
    return new Answer();
  }
}

/** The raw body, as signatures need it. */
const collect: Middleware = (request, _response, next) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', next);
};

describe.each(PLATFORMS)('a request that goes on outside all async contexts, on %s', platform => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function start(lose: Middleware): Promise<TestApp> {
    const metadata = { controllers: [OutsideController], providers: [Work] };
    const app = await TestApp.start(
      metadata,
      {},
      platform,
      nest => {
        nest.use(lose);
        nest.use((request: { url: string }, _response: unknown, next: () => void) => {
          if (request.url === '/middleware') checkSignature();
          next();
        });
      },
      { bodyParser: false },
    );
    closers.push(() => app.close());
    return app;
  }
  const post = async (app: TestApp, path: string): Promise<Report> => {
    await (await fetch(`${app.url}/${path}`, { method: 'POST', body: 'x'.repeat(100_000) })).text();
    return app.report(`POST /${path}`);
  };

  const kinds: [string, () => Promise<Middleware>][] = [
    [
      'a connection from before the requests',
      async () => {
        const client = await PooledClient.start();
        closers.push(() => client.stop());
        await new Promise<void>(resolve => client.ask(resolve));
        return (_request, _response, next) => client.ask(next);
      },
    ],
    [
      'a queue of an interval',
      async () => {
        const queue = new HomeMadeQueue();
        closers.push(() => queue.stop());
        return (_request, _response, next) => queue.ask(next);
      },
    ],
  ];
  // Fastify pauses a body that no parser reads.
  if (platform === 'express') kinds.push(['its own body', async () => collect]);

  it.each(kinds)('has the code before its handler and after it (%s)', async (_name, lose) => {
    const app = await start(await lose());
    // Fastify reads the body after the middleware: the handler starts in a later turn.
    for (const path of platform === 'express' ? ['middleware', 'guard', 'response'] : ['guard', 'response']) {
      const { accounting, execution, findings, tree, verdict } = await post(app, path);
      expect(execution.handler).toBe(`OutsideController.${path}`);
      // On a busy machine, a timer of 20 ms can take longer than the code.
      expect([path, ...[verdict, ...findings].map(({ kind }) => kind)]).toContain('cpu');
      expect(ownMs(accounting)).toBeGreaterThan(COMPUTED_MS - 50);
      expect(accounting.unexplainedMs).toBeLessThan(accounting.durationMs / 20);
      expect(JSON.stringify(tree)).toContain('checkSignature');
      for (const { culprit } of findings) expect(culprit?.function).not.toBe('checkSignature');
    }
  });

  it('does not have the code of another request that runs outside them at the same time', async () => {
    const queue = new HomeMadeQueue();
    closers.push(() => queue.stop());
    const app = await start((_request, _response, next) => queue.ask(next));
    const send = (path: string) => fetch(`${app.url}/${path}`, { method: 'POST' }).then(response => response.text());
    await Promise.all([send('middleware'), send('guard')]);
    for (const { accounting } of await app.reports()) expect(accounting.cpuMs).toBeLessThan(2 * COMPUTED_MS);
  });
});
