/** Ids of transports of `@nestjs/microservices`, whose package may not be installed. */
const MQTT = 3;
const RABBITMQ = 5;
const KAFKA = 6;

/** RabbitMQ's times are whole seconds. Some senders write milliseconds, which are larger than any second of this millennium. */
const FIRST_MS = 100_000_000_000;
/** Headers of messages that were delayed on purpose, or went through a queue of failed ones: their times are older. */
const DELAYED = ['x-death', 'x-first-death-queue', 'x-delay', 'x-delivery-count'];
const REST_OF_SECOND_MS = 999;

/** The facts of a broker about a message. @internal */
export interface BrokerFacts {
  /** The latest moment at which it can have been sent: milliseconds since 1970, by another clock. Absent where it has none. */
  readonly sentAt?: number;
  /** It was delivered before, and not acknowledged. */
  readonly redelivered?: true;
}

/** Reads the facts from Nest's context of a message, which its handler gets as the second argument. @internal */
export type ReadBrokerFacts = (context: unknown) => BrokerFacts | undefined;

const READERS = new Map<unknown, ReadBrokerFacts>([
  [RABBITMQ, fromRabbitmq],
  [KAFKA, fromKafka],
  [MQTT, fromMqtt],
]);

/** @returns `undefined` for a transport whose messages have no such facts: TCP, Redis, NATS @internal */
export function brokerFactsOf(transportId: unknown): ReadBrokerFacts | undefined {
  return READERS.get(transportId);
}

/** `fields.redelivered` and `properties.timestamp` of AMQP 0-9-1. Nest's own client sets no time. */
function fromRabbitmq(context: unknown): BrokerFacts | undefined {
  const message = resultOf(context, 'getMessage');
  const { redelivered } = membersOf(membersOf(message).fields);
  if (redelivered === true) return { redelivered };
  const { timestamp, headers } = membersOf(membersOf(message).properties);
  if (DELAYED.some(name => membersOf(headers)[name] !== undefined)) return undefined;
  if (typeof timestamp !== 'number' || timestamp <= 0) return undefined;
  return { sentAt: timestamp >= FIRST_MS ? timestamp : timestamp * 1_000 + REST_OF_SECOND_MS };
}

/** Milliseconds, as a text. */
function fromKafka(context: unknown): BrokerFacts | undefined {
  const { timestamp } = membersOf(resultOf(context, 'getMessage'));
  const sentAt = typeof timestamp === 'string' ? Number(timestamp) : NaN;
  return sentAt > 0 ? { sentAt } : undefined;
}

/** The flag DUP of a message with quality of service 1 or 2. */
function fromMqtt(context: unknown): BrokerFacts | undefined {
  return membersOf(resultOf(context, 'getPacket')).dup === true ? { redelivered: true } : undefined;
}

function resultOf(context: unknown, method: string): unknown {
  const read = membersOf(context)[method];
  return typeof read === 'function' ? (Reflect.apply(read, context, []) as unknown) : undefined;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
