import type { AddressInfo } from 'node:net';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { MessageBody, SubscribeMessage, WebSocketGateway, type WsResponse } from '@nestjs/websockets';
import type { TestingModule } from '@nestjs/testing';
import { WebSocket } from 'ws';
import { SkipMonitoring, SlowThreshold } from '../../lib/index.js';
import { boundaryContract, type DrivenApplication, type Unit } from '../contracts/boundary.js';
import { AT_ONCE, Work } from '../contracts/support/work.js';

/** Lets messages in flight end before the adapter closes all connections. */
@Injectable()
class Drain implements BeforeApplicationShutdown {
  private readonly running = new Set<Promise<unknown>>();

  async answer(work: Promise<string>): Promise<WsResponse<string>> {
    this.running.add(work);
    try {
      return { event: 'answer', data: await work };
    } finally {
      this.running.delete(work);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.running);
    await new Promise(resolve => setImmediate(resolve));
  }
}

@WebSocketGateway()
class UnitsGateway {
  constructor(
    private readonly work: Work,
    private readonly drain: Drain,
  ) {}

  @SubscribeMessage('slow')
  @SlowThreshold(AT_ONCE)
  slow(@MessageBody() id: string): Promise<WsResponse<string>> {
    return this.drain.answer(this.work.steps(id));
  }

  @SubscribeMessage('fast')
  fast(@MessageBody() id: string): Promise<WsResponse<string>> {
    return this.drain.answer(this.work.steps(id));
  }

  @SubscribeMessage('failing')
  @SlowThreshold(AT_ONCE)
  failing(@MessageBody() id: string): Promise<WsResponse<string>> {
    return this.drain.answer(this.work.fail(id));
  }

  @SubscribeMessage('skipped')
  @SkipMonitoring()
  @SlowThreshold(AT_ONCE)
  skipped(@MessageBody() id: string): Promise<WsResponse<string>> {
    return this.drain.answer(this.work.steps(id));
  }
}

async function start(module: TestingModule): Promise<DrivenApplication> {
  const app = module.createNestApplication();
  const adapter = new WsAdapter(app);
  app.useWebSocketAdapter(adapter);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const send = async (unit: Unit, id: string): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.send(JSON.stringify({ event: unit, data: id }));
    return socket;
  };
  return {
    run: async (unit, id) => {
      const socket = await send(unit, id);
      const text = await new Promise((resolve, reject) => socket.once('message', resolve).once('close', reject));
      socket.terminate();
      const { event, data } = JSON.parse(String(text)) as { event: string; data: unknown };
      if (event === 'exception') return 'failed';
      if (data !== id) throw new Error(`answered ${String(text)}`);
      return 'done';
    },
    abort: async (unit, id, left) => {
      const socket = await send(unit, id);
      await left;
      await new Promise<void>(resolve => socket.once('close', () => resolve()).terminate());
    },
    hooks: () => (Object.hasOwn(adapter, 'bindMessageHandlers') ? ['handlers of the adapter'] : []),
    close: () => app.close(),
  };
}

boundaryContract({
  title: 'gateways over ws',
  kind: 'ws',
  metadata: { providers: [Drain, UnitsGateway] },
  nameOf: unit => `ws ${unit}`,
  start,
});
