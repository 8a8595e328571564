import { fileURLToPath } from 'node:url';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { findBroker, type Broker } from './broker.js';
import { freePort } from './free-port.js';

/** One transport that can run here. */
export interface UsableTransport {
  readonly name: string;
  /** For the server and its clients. */
  readonly options: MicroserviceOptions;
  stop(): Promise<void>;
}

const PROTO = fileURLToPath(new URL('../proto/quotes.proto', import.meta.url));

/** TCP and gRPC need no broker. The others are used where theirs runs, or can be started. */
export async function usableTransports(): Promise<UsableTransport[]> {
  const [tcp, grpc] = [await freePort(), await freePort()];
  return [
    direct('tcp', { transport: Transport.TCP, options: { host: '127.0.0.1', port: tcp } }),
    direct('grpc', {
      transport: Transport.GRPC,
      options: { package: 'quotes.v1', protoPath: PROTO, url: `127.0.0.1:${grpc}` },
    }),
    ...over('redis', await findBroker(6379, port => ['redis-server', '--port', String(port), '--save', '']), port => ({
      transport: Transport.REDIS,
      options: { host: '127.0.0.1', port },
    })),
    ...over('nats', await findBroker(4222, port => ['nats-server', '-a', '127.0.0.1', '-p', String(port)]), port => ({
      transport: Transport.NATS,
      options: { servers: [`nats://127.0.0.1:${port}`] },
    })),
    ...over('mqtt', await findBroker(1883, port => ['mosquitto', '-p', String(port)]), port => ({
      transport: Transport.MQTT,
      options: { url: `mqtt://127.0.0.1:${port}` },
    })),
    // It takes half a minute to start.
    ...over('rabbitmq', await findBroker(5672), port => ({
      transport: Transport.RMQ,
      options: {
        urls: [`amqp://127.0.0.1:${port}`],
        queue: 'monitor-sample-quotes',
        queueOptions: { durable: false, autoDelete: true },
      },
    })),
  ];
}

function direct(name: string, options: MicroserviceOptions): UsableTransport {
  return { name, options, stop: async () => undefined };
}

function over(
  name: string,
  broker: Broker | undefined,
  optionsOf: (port: number) => MicroserviceOptions,
): UsableTransport[] {
  return broker === undefined ? [] : [{ name, options: optionsOf(broker.port), stop: () => broker.stop() }];
}
