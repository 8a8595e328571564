import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable } from '@nestjs/common';
import {
  CommandBus,
  CommandHandler,
  CqrsModule,
  EventBus,
  EventsHandler,
  ofType,
  QueryBus,
  QueryHandler,
  Saga,
} from '@nestjs/cqrs';
import { map, type Observable } from 'rxjs';
import type { EndpointStats } from '../../lib/index.js';
import { spin, TestApp, until } from '../integration/support/test-app.js';

class PlaceOrder {
  constructor(readonly id: string) {}
}
class OrderPlaced {
  constructor(readonly id: string) {}
}
class FindOrder {
  constructor(readonly id: string) {}
}
class SendMail {
  constructor(readonly id: string) {}
}

const refusal = new Error('on purpose');

@CommandHandler(PlaceOrder)
class PlaceOrderHandler {
  constructor(private readonly events: EventBus) {}

  async execute({ id }: PlaceOrder): Promise<string> {
    spin(40);
    if (id === 'refused') throw refusal;
    this.events.publish(new OrderPlaced(id));
    return `placed ${id}`;
  }
}

@QueryHandler(FindOrder)
class FindOrderHandler {
  async execute({ id }: FindOrder): Promise<string> {
    spin(40);
    return `found ${id}`;
  }
}

@EventsHandler(OrderPlaced)
class OrderPlacedHandler {
  static readonly seen: string[] = [];

  handle({ id }: OrderPlaced): void {
    OrderPlacedHandler.seen.push(id);
  }
}

@CommandHandler(SendMail)
class SendMailHandler {
  static readonly sent: string[] = [];

  async execute({ id }: SendMail): Promise<void> {
    SendMailHandler.sent.push(id);
  }
}

@Injectable()
class OrderSagas {
  @Saga()
  placed = (events: Observable<object>): Observable<SendMail> =>
    events.pipe(
      ofType(OrderPlaced),
      map(({ id }) => new SendMail(id)),
    );
}

@Controller()
class OrdersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('place')
  place(): Promise<string> {
    return this.commands.execute(new PlaceOrder('of a request'));
  }

  @Get('find')
  find(): Promise<string> {
    return this.queries.execute(new FindOrder('it'));
  }
}

describe('handlers of CQRS', () => {
  let app: TestApp;
  afterEach(async () => {
    await app.close();
    OrderPlacedHandler.seen.length = SendMailHandler.sent.length = 0;
  });

  async function start(options: object = {}): Promise<CommandBus> {
    const providers = [PlaceOrderHandler, FindOrderHandler, OrderPlacedHandler, SendMailHandler, OrderSagas];
    const controllers = [OrdersController];
    app = await TestApp.start(
      { imports: [CqrsModule.forRoot()], providers, controllers },
      { threshold: 20, ...options },
    );
    return app.app.get(CommandBus, { strict: false });
  }
  const named = (name: string): EndpointStats | undefined =>
    app.monitor.getStats().endpoints.find(endpoint => endpoint.name === name);

  it('are executions outside a request, those of sagas and events included', async () => {
    const bus = await start();
    expect(await bus.execute(new PlaceOrder('a'))).toBe('placed a');
    const { execution, verdict } = await app.report('PlaceOrderHandler.execute');
    expect(execution).toMatchObject({ kind: 'function', handler: 'PlaceOrderHandler.execute', outcome: 'ok' });
    expect(verdict.kind).toBe('cpu');
    await until(() => SendMailHandler.sent.length === 1, 'the command of the saga');
    expect(OrderPlacedHandler.seen).toEqual(['a']);
  });

  it('are spans of a request that waits for them', async () => {
    await start();
    expect(await (await fetch(`${app.url}/place`)).text()).toBe('placed of a request');
    const { timeline } = await app.report('GET /place');
    const spans = timeline.spans.map(({ name }) => name);
    expect(spans.filter(name => name === 'PlaceOrderHandler.execute')).toHaveLength(1);
    expect(spans.filter(name => name === 'OrderPlacedHandler.handle')).toHaveLength(1);
    expect(await (await fetch(`${app.url}/find`)).text()).toBe('found it');
    await app.report('GET /find');
    expect(named('PlaceOrderHandler.execute')).toBeUndefined();
    expect(named('FindOrderHandler.execute')).toBeUndefined();
  });

  it('have failed with the same error as without the monitor', async () => {
    const bus = await start();
    await expect(bus.execute(new PlaceOrder('refused'))).rejects.toBe(refusal);
    expect((await app.report('PlaceOrderHandler.execute')).execution.outcome).toBe('error');
  });

  it('work alike while the monitor is off', async () => {
    const bus = await start({ enabled: false });
    expect(await bus.execute(new PlaceOrder('b'))).toBe('placed b');
    expect(app.monitor.getStats().executions).toBe(0);
  });
});
