import { AsyncResource } from 'node:async_hooks';
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { delay, spin, TestApp, until } from './support/test-app.js';

/** One connection for all, opened by whoever asks first: as a driver's pool does. */
@Injectable()
class PooledClient {
  private socket: Socket | undefined;
  private readonly waiting: ((answer: string) => void)[] = [];
  port = 0;

  get isOpen(): boolean {
    return this.socket !== undefined;
  }

  query(text: string): Promise<string> {
    if (this.socket === undefined) {
      this.socket = createConnection(this.port, '127.0.0.1');
      this.socket.on('data', chunk => {
        for (const line of chunk.toString().split('\n').slice(0, -1)) this.waiting.shift()?.(line);
      });
    }
    this.socket.write(`${text}\n`);
    return new Promise(resolve => this.waiting.push(resolve));
  }

  close(): void {
    this.socket?.destroy();
  }
}

@Injectable()
class Answers {
  /** Answers as a validating object of a test library or an ORM does: it throws on what it does not know. */
  strict(): object {
    return new Proxy(
      { ok: true },
      {
        get(target, key) {
          if (key in target) return Reflect.get(target, key) as unknown;
          throw new Error(`unknown key ${String(key)}`);
        },
      },
    );
  }
}

@Controller()
class WorkController {
  constructor(
    private readonly client: PooledClient,
    private readonly answers: Answers,
  ) {}

  /** Library code that binds its callbacks runs in the middle of a continuation. */
  @Get('bound')
  async bound(): Promise<string> {
    const bound = AsyncResource.bind(() => undefined);
    await new Promise(resolve => setImmediate(resolve));
    for (let i = 0; i < 3; i++) {
      spin(90);
      bound();
    }
    return 'done';
  }

  @Get('opener')
  async opener(): Promise<string> {
    await this.client.query('0 first');
    await delay(320);
    return 'done';
  }

  @Get('user')
  async user(): Promise<string> {
    for (let i = 0; i < 12; i++) await this.client.query('20 again');
    return 'done';
  }

  @Get('strict')
  strict(): boolean {
    return (this.answers.strict() as { ok: boolean }).ok;
  }
}

describe('time is charged to whose it is', () => {
  let app: TestApp;
  let server: Server | undefined;
  afterEach(async () => {
    app.app.get(PooledClient).close();
    server?.close();
    await app.close();
  });

  const start = async (): Promise<void> => {
    app = await TestApp.start({ controllers: [WorkController], providers: [PooledClient, Answers] });
  };

  it('when bound callbacks run in the middle of it', async () => {
    await start();
    expect(await (await fetch(`${app.url}/bound`)).text()).toBe('done');
    const { accounting, execution } = await app.report('GET /bound');
    expect(accounting.cpuMs + accounting.gcMs).toBeGreaterThan(0.8 * execution.durationMs);
  });

  it('when others are served by a connection that it has opened', async () => {
    await start();
    server = createServer(socket => {
      socket.on('data', chunk => {
        for (const line of chunk.toString().split('\n').slice(0, -1))
          setTimeout(() => socket.write(`${line}\n`), Number.parseInt(line));
      });
    });
    await new Promise<void>(resolve => server?.listen(0, '127.0.0.1', resolve));
    const client = app.app.get(PooledClient);
    client.port = (server.address() as AddressInfo).port;
    const opened = fetch(`${app.url}/opener`);
    await until(() => client.isOpen, 'the connection');
    await Promise.all([opened, fetch(`${app.url}/user`)]);
    const opener = await app.report('GET /opener');
    expect(opener.verdict.kind).toBe('timer');
    const user = await app.report('GET /user');
    expect(user.verdict.kind).toBe('repeated-io');
    // A process without a processor for 20 ms makes a blocked interval of one of the twelve waits.
    expect(user.verdict.count).toBeGreaterThanOrEqual(10);
    expect(user.accounting.blockedMs).toBeLessThan(user.accounting.durationMs / 3);
  });

  it('and nothing is read of what methods return', async () => {
    await start();
    const answer = await fetch(`${app.url}/strict`);
    expect([answer.status, await answer.text()]).toEqual([200, 'true']);
  });
});
