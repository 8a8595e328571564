// A hybrid application: TCP with and without the application's enhancers, its own transport, and clients of missing
// brokers.
import {
  ClientProxyFactory,
  ClientsModule,
  Transport,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { APP_GUARD } from '@nestjs/core';
import { catchError, lastValueFrom, of, toArray } from 'rxjs';
import { freePort } from '../parts/free-port.js';
import { InMemoryStrategy, MessagesController, REQUESTS, WatchedMessagesController } from '../parts/messages.js';
import type { HostApplication } from '../probe/application.js';
import type { Drive } from '../probe/drive.js';
import { record, UNORDERED } from '../probe/record.js';
import { ProbeGuard } from '../probe/stages.js';

const NOWHERE = { host: '127.0.0.1', port: 9 };
const strategies = { alone: new InMemoryStrategy(), inheriting: new InMemoryStrategy() };
const ports: Record<string, number> = {};

async function ask(drive: Drive, client: ClientProxy, name: string, pattern: unknown, id: string): Promise<void> {
  const answers$ = client.send(pattern, { id }).pipe(
    toArray(),
    catchError((error: unknown) => of({ failed: error instanceof Error ? error.message : error })),
  );
  drive.result(`${name} ${JSON.stringify(pattern)} ${id}`, await lastValueFrom(answers$));
}

async function driveTcp(drive: Drive, name: string): Promise<void> {
  const options = { host: '127.0.0.1', port: ports[name] };
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options });
  for (const pattern of REQUESTS) await ask(drive, client, name, pattern, 'alone');
  await lastValueFrom(client.emit('noted', { id: name }), { defaultValue: undefined });
  await drive.until('the event', () => record.events[UNORDERED]?.find(event => event.startsWith(`noted ${name}`)));
  await drive.crowd(index => ask(drive, client, name, { cmd: 'later' }, `crowd ${index}`));
  client.close();
}

async function driveStrategy(drive: Drive, name: keyof typeof strategies): Promise<void> {
  for (const pattern of REQUESTS) {
    const id = `${name} strategy ${JSON.stringify(pattern)}`;
    drive.result(id, await strategies[name].ask(pattern, { id }));
  }
  await drive.crowd(async index => {
    const id = `${name} strategy ${index}`;
    drive.result(id, await strategies[name].ask('direct', { id }));
  });
}

export const application: HostApplication = {
  module: () => ({
    imports: [
      ClientsModule.register([
        { name: 'REDIS', transport: Transport.REDIS, options: { ...NOWHERE, retryAttempts: 0 } },
        { name: 'NATS', transport: Transport.NATS, options: { servers: ['nats://127.0.0.1:9'], reconnect: false } },
        { name: 'RMQ', transport: Transport.RMQ, options: { urls: ['amqp://127.0.0.1:9'], queue: 'q' } },
        { name: 'MQTT', transport: Transport.MQTT, options: { url: 'mqtt://127.0.0.1:9', reconnectPeriod: 0 } },
      ]),
    ],
    controllers: [MessagesController, WatchedMessagesController],
    providers: [{ provide: APP_GUARD, useClass: ProbeGuard }],
  }),
  async configure(app) {
    for (const name of ['alone', 'inheriting'] as const) {
      ports[name] = await freePort();
      const options = { host: '127.0.0.1', port: ports[name] };
      const inherit = { inheritAppConfig: name === 'inheriting' };
      app.connectMicroservice<MicroserviceOptions>({ transport: Transport.TCP, options }, inherit);
      app.connectMicroservice<MicroserviceOptions>({ strategy: strategies[name] }, inherit);
    }
    await app.startAllMicroservices();
  },
  watched: ['rpc'],
  async drive(drive) {
    for (const name of ['alone', 'inheriting'] as const) {
      await driveTcp(drive, name);
      await driveStrategy(drive, name);
    }
  },
};
