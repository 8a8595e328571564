import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, type INestMicroservice } from '@nestjs/common';
import {
  ClientProxyFactory,
  Ctx,
  EventPattern,
  MessagePattern,
  RmqContext,
  RmqRecordBuilder,
  Transport,
  type ClientProxy,
} from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { firstValueFrom } from 'rxjs';
import { AlertNotifier, PerformanceMonitorModule, type Alert, type Notifier, type Report } from '../../lib/index.js';
import { LineLogger, spin, until } from '../integration/support/test-app.js';
import { RABBITMQ_PORT, requireRabbitmq } from './support/broker.js';

const MINUTE_S = 60;

interface Channel {
  ack(message: unknown): void;
  nack(message: unknown): void;
}

@Controller()
class OrdersController {
  deliveries = 0;

  @EventPattern('order.refused')
  refusedOnce(@Ctx() context: RmqContext): void {
    this.deliveries += 1;
    const channel = context.getChannelRef() as Channel;
    if (this.deliveries === 1) channel.nack(context.getMessage());
    else {
      spin(150);
      channel.ack(context.getMessage());
    }
  }

  @MessagePattern('orders.find')
  find(@Ctx() context: RmqContext): string {
    (context.getChannelRef() as Channel).ack(context.getMessage());
    return 'found';
  }
}

@AlertNotifier()
class AlertKeeper implements Notifier {
  readonly name = 'keeper';
  readonly reports = new Map<string, Report>();
  async notify({ report }: Alert): Promise<void> {
    this.reports.set(report.execution.name, report);
  }
}

describe('messages over RabbitMQ', () => {
  let service: INestMicroservice;
  let client: ClientProxy;

  beforeAll(async () => {
    await requireRabbitmq();
    const options = {
      urls: [`amqp://guest:guest@127.0.0.1:${RABBITMQ_PORT}`],
      queue: `monitor-facts-${process.pid}`,
      queueOptions: { durable: false, autoDelete: true },
    };
    const module = await Test.createTestingModule({
      imports: [PerformanceMonitorModule.forRoot({ threshold: 100, queueThreshold: '30s', localFile: false })],
      controllers: [OrdersController],
      providers: [AlertKeeper],
    })
      .setLogger(new LineLogger())
      .compile();
    service = module.createNestMicroservice({ transport: Transport.RMQ, options: { ...options, noAck: false } });
    await service.listen();
    client = ClientProxyFactory.create({ transport: Transport.RMQ, options });
  });
  afterAll(async () => {
    client.close();
    await service.close();
  });

  async function report(name: string): Promise<Report> {
    const { reports } = service.get(AlertKeeper);
    await until(() => reports.has(name), `a report about ${name}`);
    return reports.get(name) as Report;
  }

  it('are redelivered after a refusal', async () => {
    client.emit('order.refused', {}).subscribe();
    const { execution } = await report('event order.refused');
    expect(execution).toMatchObject({ redelivered: true });
    expect(execution).not.toHaveProperty('queuedMs');
    expect(service.get(OrdersController).deliveries).toBe(2);
  });

  it('are late by the time that their sender has set', async () => {
    const sentAt = Math.floor(Date.now() / 1_000) - MINUTE_S;
    const record = new RmqRecordBuilder({}).setOptions({ timestamp: sentAt }).build();
    expect(await firstValueFrom(client.send('orders.find', record))).toBe('found');
    const { execution, verdict } = await report('rpc orders.find');
    expect(execution).not.toHaveProperty('redelivered');
    expect(execution.queuedMs).toBeGreaterThanOrEqual(MINUTE_S * 1_000 - 1_000);
    expect(verdict).toMatchObject({ kind: 'queued', ms: execution.queuedMs });
  });
});
