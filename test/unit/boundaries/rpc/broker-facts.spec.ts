import { describe, expect, it } from '@jest/globals';
import { KafkaContext, MqttContext, RmqContext, Transport } from '@nestjs/microservices';
import { brokerFactsOf, type BrokerFacts } from '../../../../lib/boundaries/rpc/broker-facts.js';

const SENT_AT = Date.parse('2026-03-01T12:00:00.000Z');

function factsOf(transport: Transport, context: unknown): BrokerFacts | undefined {
  return brokerFactsOf(transport)?.(context);
}

function rabbitmq(fields: object, properties: object = {}): BrokerFacts | undefined {
  return factsOf(Transport.RMQ, new RmqContext([{ fields, properties, content: Buffer.alloc(0) }, {}, 'orders.find']));
}

describe('the facts that brokers give', () => {
  it('of RabbitMQ: whole seconds begin at their end, so that no time in the queue is too long', () => {
    expect(rabbitmq({ redelivered: false }, { timestamp: SENT_AT / 1_000 })).toEqual({ sentAt: SENT_AT + 999 });
  });

  it('of RabbitMQ: milliseconds, as some senders write them', () => {
    expect(rabbitmq({ redelivered: false }, { timestamp: SENT_AT + 123 })).toEqual({ sentAt: SENT_AT + 123 });
  });

  it('of RabbitMQ: a second delivery, whose time would include the first one', () => {
    expect(rabbitmq({ redelivered: true }, { timestamp: SENT_AT / 1_000 })).toEqual({ redelivered: true });
  });

  it.each([
    [{}],
    [{ timestamp: 0 }],
    [{ timestamp: '1772366400' }],
    [{ timestamp: undefined }],
    [{ timestamp: 1_772_366_400, headers: { 'x-death': [{}] } }],
    [{ timestamp: 1_772_366_400, headers: { 'x-delay': 5_000 } }],
  ])('of RabbitMQ: none for the properties %j', properties => {
    expect(rabbitmq({ redelivered: false }, properties)).toBeUndefined();
  });

  it('of Kafka: milliseconds in a text', () => {
    const context = (timestamp: unknown): KafkaContext =>
      new KafkaContext([{ timestamp }, 0, 'orders', {}, () => undefined, {}] as never);
    expect(factsOf(Transport.KAFKA, context(String(SENT_AT)))).toEqual({ sentAt: SENT_AT });
    // Without a time, Kafka's is -1.
    expect(factsOf(Transport.KAFKA, context('-1'))).toBeUndefined();
    expect(factsOf(Transport.KAFKA, context(undefined))).toBeUndefined();
  });

  it('of MQTT: the flag of a second delivery', () => {
    expect(factsOf(Transport.MQTT, new MqttContext(['orders', { dup: true }]))).toEqual({ redelivered: true });
    expect(factsOf(Transport.MQTT, new MqttContext(['orders', { dup: false }]))).toBeUndefined();
  });

  it("of a context of the application's own: none", () => {
    expect(factsOf(Transport.RMQ, undefined)).toBeUndefined();
    expect(factsOf(Transport.KAFKA, {})).toBeUndefined();
    expect(factsOf(Transport.MQTT, { getPacket: () => 'nothing' })).toBeUndefined();
  });

  it('of transports without a queue: not read at all', () => {
    for (const transport of [Transport.TCP, Transport.REDIS, Transport.NATS, Transport.GRPC])
      expect(brokerFactsOf(transport)).toBeUndefined();
    expect(brokerFactsOf(Symbol('own transport'))).toBeUndefined();
  });
});
