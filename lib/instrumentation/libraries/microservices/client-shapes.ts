import { types } from 'node:util';
import { className } from '../../../platform/class-name.js';
import { isClientPrototype } from '../../client-prototype.js';
import { serverName } from '../messages/server-name.js';
import { ownValue } from '../own-value.js';

/** The kind of server of a client, and its address without a user. @internal */
export interface Transport {
  readonly system: string;
  /** Empty where it is not known, or where there are several. */
  readonly peer: string;
}

type ServerOf = (client: object, options: unknown) => string;

const TRANSPORTS: Readonly<Record<string, { readonly system: string; readonly server: ServerOf }>> = {
  ClientTCP: { system: 'tcp', server: client => serverName(client, 3000) },
  ClientRedis: {
    system: 'redis',
    server: (_, options) => serverName({ host: 'localhost', ...settings(options) }, 6379),
  },
  ClientNats: {
    system: 'nats',
    server: (_, options) => serverName(ownValue(options, 'servers') ?? 'localhost', 4222),
  },
  ClientRMQ: { system: 'rabbitmq', server: (_, options) => serverName(ownValue(options, 'urls') ?? 'localhost', 5672) },
  ClientMqtt: { system: 'mqtt', server: (client, options) => mqttServer(client, options) },
  ClientKafka: { system: 'kafka', server: client => serverName(ownValue(client, 'brokers'), 9092) },
};

/** A transport of the application's own. */
const OTHER = { system: 'microservice', server: () => '' };

/**
 * True for a client of microservices that sends messages. gRPC's client has services in their place, and refuses messages.
 *
 * @internal
 */
export function isMessageClient(instance: object): boolean {
  const names = classesOf(instance);
  return names !== undefined && !names.includes('ClientGrpcProxy');
}

/** @internal */
export function transportOf(client: object): Transport {
  const name = classesOf(client)?.find(each => Object.hasOwn(TRANSPORTS, each)) ?? '';
  const { system, server } = TRANSPORTS[name] ?? OTHER;
  return { system, peer: server(client, ownValue(client, 'options')) };
}

/** The names of the classes of a client, below `ClientProxy`; `undefined` for another object. */
function classesOf(instance: object): readonly string[] | undefined {
  const names: string[] = [];
  let prototype: unknown = Object.getPrototypeOf(instance);
  while (typeof prototype === 'object' && prototype !== null && !types.isProxy(prototype)) {
    if (isClientPrototype(prototype)) return names;
    names.push(className(Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value));
    prototype = Object.getPrototypeOf(prototype);
  }
  return undefined;
}

/** Sentinels and clusters have several servers. */
function settings(options: unknown): object {
  const { host, port, sentinels } = (options ?? {}) as Readonly<Record<string, unknown>>;
  if (sentinels !== undefined) return { host: '' };
  return { ...(host !== undefined && { host }), ...(port !== undefined && { port }) };
}

function mqttServer(client: object, options: unknown): string {
  const server = serverName(options, 1883);
  return server === '' ? serverName(ownValue(client, 'url'), 1883) : server;
}
