import { Transport } from '@nestjs/microservices';
import { describeMessages } from '../contracts/message-library.js';
import { Broker, RABBITMQ_PORT, requireRabbitmq } from './support/broker.js';
import { RedisServer } from './support/redis-server.js';

let redis: RedisServer;
let broker: Broker;

describeMessages({
  title: 'Redis',
  system: 'redis',
  peer: () => `127.0.0.1:${redis.port}`,
  open: async () => {
    redis = await RedisServer.start();
  },
  close: () => redis.dispose(),
  options: () => ({ transport: Transport.REDIS, options: { host: '127.0.0.1', port: redis.port } }),
});

describeMessages({
  title: 'NATS',
  system: 'nats',
  peer: () => `127.0.0.1:${broker.port}`,
  open: async () => {
    broker = await Broker.start('nats-server');
  },
  close: () => broker.dispose(),
  options: () => ({ transport: Transport.NATS, options: { servers: [`nats://127.0.0.1:${broker.port}`] } }),
});

describeMessages({
  title: 'MQTT',
  system: 'mqtt',
  peer: () => `127.0.0.1:${broker.port}`,
  open: async () => {
    broker = await Broker.start('mosquitto');
  },
  close: () => broker.dispose(),
  options: () => ({ transport: Transport.MQTT, options: { url: `mqtt://127.0.0.1:${broker.port}` } }),
});

describeMessages({
  title: 'RabbitMQ',
  system: 'rabbitmq',
  peer: () => `127.0.0.1:${RABBITMQ_PORT}`,
  open: requireRabbitmq,
  close: () => Promise.resolve(),
  options: () => ({
    transport: Transport.RMQ,
    options: {
      urls: [`amqp://guest:guest@127.0.0.1:${RABBITMQ_PORT}`],
      queue: `monitor-test-${process.pid}`,
      queueOptions: { durable: false, autoDelete: true },
    },
  }),
});
