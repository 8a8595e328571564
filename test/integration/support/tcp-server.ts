import type { AddressInfo, Server as NetServer } from 'node:net';
import { ModulesContainer } from '@nestjs/core';
import { ClientProxyFactory, Transport, type ClientProxy, type Server } from '@nestjs/microservices';
import type { TestingModule } from '@nestjs/testing';
import { lastValueFrom, toArray } from 'rxjs';

export interface Answers {
  readonly values: readonly unknown[];
  readonly error?: unknown;
}

/** A microservice on a real port, and a client of it. */
export interface TcpServer {
  readonly server: Server;
  readonly client: ClientProxy;
  ask(pattern: unknown, data: unknown): Promise<Answers>;
  tell(pattern: unknown, data: unknown): Promise<void>;
  /** Our hooks that are in place. */
  hooks(): string[];
  close(): Promise<void>;
}

interface Hooks {
  onProcessingStartHook: unknown;
  onProcessingEndHook: unknown;
}

/** @param prepare is called before the application starts */
export async function tcpServer(
  module: TestingModule,
  prepare: (server: Server) => void = () => undefined,
): Promise<TcpServer> {
  const app = module.createNestMicroservice({ transport: Transport.TCP, options: { host: '127.0.0.1', port: 0 } });
  const [server] = serversOf(module);
  if (server === undefined) throw new Error('no server');
  prepare(server);
  const hooked = server as unknown as Hooks;
  const before = hooked.onProcessingStartHook;
  await app.listen();
  const { port } = app.unwrap<NetServer>().address() as AddressInfo;
  const client = tcpClient(port);
  return {
    server,
    client,
    ask: (pattern, data) => answersOf(client, pattern, data),
    tell: (pattern, data) => lastValueFrom(client.emit<void>(pattern, data), { defaultValue: undefined }),
    hooks: () => [
      ...(Object.hasOwn(server, 'getHandlerByPattern') ? ['look-up of handlers'] : []),
      ...(hooked.onProcessingStartHook === before ? [] : ['start hook']),
    ],
    close: async () => {
      client.close();
      await app.close();
    },
  };
}

export function tcpClient(port: number): ClientProxy {
  return ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
}

export async function answersOf(client: ClientProxy, pattern: unknown, data: unknown): Promise<Answers> {
  try {
    return { values: await lastValueFrom(client.send<unknown>(pattern, data).pipe(toArray())) };
  } catch (error) {
    return { values: [], error };
  }
}

/** The servers that are connected by now. */
export function serversOf(app: { get(token: typeof ModulesContainer): ModulesContainer }): Server[] {
  const servers: Server[] = [];
  app
    .get(ModulesContainer)
    .getRpcTargetRegistry<Server>()
    .subscribe(server => servers.push(server))
    .unsubscribe();
  return servers;
}
