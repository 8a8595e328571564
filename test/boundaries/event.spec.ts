import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import type { EndpointStats } from '../../lib/index.js';
import { spin, TestApp, until } from '../integration/support/test-app.js';

@Injectable()
class OrderListeners {
  static readonly calls: string[] = [];

  @OnEvent('order.created')
  created(order: string): void {
    OrderListeners.calls.push(`created ${order}`);
    spin(40);
  }

  @OnEvent('order.paid')
  @OnEvent(['order', 'sent'])
  async moved(order: string): Promise<void> {
    await Promise.resolve();
    OrderListeners.calls.push(`moved ${order}`);
  }

  @OnEvent('order.refused')
  async refused(): Promise<void> {
    throw new Error('on purpose');
  }
}

@Controller()
class OrdersController {
  constructor(private readonly events: EventEmitter2) {}

  @Get('order')
  order(): string {
    this.events.emit('order.created', 'of a request');
    return 'ordered';
  }
}

describe('listeners of events', () => {
  let app: TestApp;
  afterEach(async () => {
    await app.close();
    OrderListeners.calls.length = 0;
  });

  async function start(): Promise<EventEmitter2> {
    const imports = [EventEmitterModule.forRoot({ wildcard: true })];
    app = await TestApp.start(
      { imports, providers: [OrderListeners], controllers: [OrdersController] },
      { threshold: 20 },
    );
    return app.app.get(EventEmitter2, { strict: false });
  }
  const named = (name: string): EndpointStats | undefined =>
    app.monitor.getStats().endpoints.find(endpoint => endpoint.name === name);

  it('are executions named by their events', async () => {
    const emitter = await start();
    emitter.emit('order.created', 'a');
    emitter.emit('order.paid', 'b');
    emitter.emit('order.sent', 'c');
    await until(() => named('event order.paid, order.sent')?.count === 2, 'both events');
    expect(OrderListeners.calls).toEqual(['created a', 'moved b', 'moved c']);
    const { execution, verdict } = await app.report('event order.created');
    expect(execution).toMatchObject({ kind: 'event', handler: 'OrderListeners.created', outcome: 'ok' });
    expect(verdict.kind).toBe('cpu');
  });

  it('are spans of a request that waits for them', async () => {
    await start();
    expect(await (await fetch(`${app.url}/order`)).text()).toBe('ordered');
    const { timeline } = await app.report('GET /order');
    expect(timeline.spans.map(({ name }) => name)).toContain('OrderListeners.created');
    expect(app.monitor.getStats().endpoints.map(({ kind }) => kind)).toEqual(['http']);
  });

  it('have failed when they throw, although the emitter does not', async () => {
    const emitter = await start();
    expect(emitter.emit('order.refused')).toBe(true);
    await until(() => named('event order.refused')?.count === 1, 'the event');
  });
});
