import { serverName } from '../messages/server-name.js';
import { ownValue } from '../own-value.js';

/** True for a `Queue` of any copy of BullMQ. `Queue` of the older package `bull` is another class. @internal */
export function isQueue(instance: object): instance is { readonly name: string } {
  const isOwn = typeof ownValue(instance, 'name') === 'string' && isObject(ownValue(instance, 'jobsOpts'));
  return isOwn && hasMethods(instance, ['add', 'addBulk']);
}

/** True for a `FlowProducer`. @internal */
export function isFlowProducer(instance: object): boolean {
  return isObject(ownValue(instance, 'opts')) && hasMethods(instance, ['add', 'addBulk', 'addNode', 'addChildren']);
}

/** `cache:6379`; empty where the settings do not have it. @internal */
export function serverOf(producer: object): string {
  const connection = ownValue(ownValue(producer, 'opts'), 'connection');
  // A client that the application has made has its settings in a property.
  const settings = ownValue(connection, 'options') ?? connection;
  if (!isObject(settings) || ownValue(settings, 'sentinels') !== undefined) return '';
  const url = ownValue(settings, 'url');
  if (typeof url === 'string') return serverName(url, 6379);
  return serverName({ host: ownValue(settings, 'host') ?? 'localhost', port: ownValue(settings, 'port') }, 6379);
}

function hasMethods(instance: object, names: readonly string[]): boolean {
  return names.every(name => typeof (instance as Readonly<Record<string, unknown>>)[name] === 'function');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
