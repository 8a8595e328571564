import { describe, expect, it } from '@jest/globals';
import { ClientProxy, ClientProxyFactory, Transport, type ClientOptions } from '@nestjs/microservices';
import {
  isMessageClient,
  transportOf,
} from '../../../../../lib/instrumentation/libraries/microservices/client-shapes.js';

const clientOf = (options: ClientOptions): object => ClientProxyFactory.create(options);

describe('a client of microservices', () => {
  it.each<[string, string, ClientOptions]>([
    ['tcp', 'billing:4000', { transport: Transport.TCP, options: { host: 'billing', port: 4000 } }],
    ['tcp', 'localhost:3000', { transport: Transport.TCP }],
    ['redis', 'cache:6380', { transport: Transport.REDIS, options: { host: 'cache', port: 6380, password: 'secret' } }],
    ['redis', 'localhost:6379', { transport: Transport.REDIS }],
    ['redis', '', { transport: Transport.REDIS, options: { sentinels: [{ host: 'a', port: 1 }] } as never }],
    ['nats', 'mq:4222', { transport: Transport.NATS, options: { servers: 'nats://user:secret@mq' } }],
    ['nats', 'localhost:4222', { transport: Transport.NATS }],
    ['nats', '', { transport: Transport.NATS, options: { servers: ['a:1', 'b:2'] } }],
    ['rabbitmq', 'mq:5672', { transport: Transport.RMQ, options: { urls: ['amqp://user:secret@mq/shop'] } }],
    ['rabbitmq', 'mq:5673', { transport: Transport.RMQ, options: { urls: [{ hostname: 'mq', port: 5673 }] } }],
    ['rabbitmq', 'localhost:5672', { transport: Transport.RMQ }],
    ['mqtt', 'mq:1884', { transport: Transport.MQTT, options: { url: 'mqtt://user:secret@mq:1884' } }],
    ['mqtt', 'mq:1883', { transport: Transport.MQTT, options: { host: 'mq' } }],
    ['mqtt', 'localhost:1883', { transport: Transport.MQTT }],
    ['kafka', 'broker:9092', { transport: Transport.KAFKA, options: { client: { brokers: ['broker:9092'] } } }],
    ['kafka', 'localhost:9092', { transport: Transport.KAFKA }],
  ])('over %s has the server %j', (system, peer, options) => {
    const client = clientOf(options);
    expect(isMessageClient(client)).toBe(true);
    expect(transportOf(client)).toEqual({ system, peer });
  });

  it('may be a subclass, or a transport of the application', () => {
    const { constructor: Tcp } = clientOf({ transport: Transport.TCP });
    class Own extends (Tcp as new () => object) {}
    expect(transportOf(new Own())).toEqual({ system: 'tcp', peer: 'localhost:3000' });
    abstract class Base extends ClientProxy {}
    const other = Object.create(Base.prototype) as object;
    expect(isMessageClient(other)).toBe(true);
    expect(transportOf(other)).toEqual({ system: 'microservice', peer: '' });
  });

  it('is none over gRPC, which has services in place of messages', () => {
    abstract class ClientGrpcProxy extends ClientProxy {}
    expect(isMessageClient(Object.create(ClientGrpcProxy.prototype) as object)).toBe(false);
  });

  it('is no other object', () => {
    const trap = (): never => {
      throw new Error('trap');
    };
    const proxied = Object.create(new Proxy({}, { get: trap, getPrototypeOf: trap })) as object;
    for (const other of [{}, Object.create(null) as object, { send: trap, emit: trap }, proxied, trap])
      expect(isMessageClient(other)).toBe(false);
  });
});
