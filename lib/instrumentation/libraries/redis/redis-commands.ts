import { isIP } from 'node:net';
import { socketAddress } from '../../../model/format/socket-address.js';
import { clock } from '../../../platform/clock.js';
import { PrivateSlot } from '../../../platform/private-slot.js';
import type { Operation } from '../../../tracing/operation.js';
import type { Span } from '../../../tracing/execution.js';
import { beginOperation, operatingSpan } from '../../../tracing/running-operation.js';
import type { Tracer } from '../../../tracing/tracer.interface.js';
import { RedisStatements } from './redis-statements.js';

/** The parts of a message that identify the server. @internal */
export interface RedisServerFacts {
  /** A host, or the path of a Unix socket. */
  readonly serverAddress?: string;
  readonly serverPort?: number | undefined;
}

/** One command's message. Clients publish the same object at its start and at its end. @internal */
export interface RedisMessage extends RedisServerFacts {
  readonly database?: number;
  /** Set before the end when the command failed. */
  readonly error?: unknown;
}

/**
 * The operations of Redis commands, by the client's message: the end comes in another context than the start.
 *
 * @internal
 */
export class RedisCommands {
  private readonly statements = new RedisStatements();
  private readonly byMessage = new PrivateSlot<RedisMessage, Operation>();

  constructor(private readonly tracer: Tracer) {}

  /** @param sender the span of the sender; `undefined` outside all executions */
  begin(message: RedisMessage, command: string, key: unknown, sender: Span | undefined): void {
    const span = sender && operatingSpan(this.tracer, sender);
    if (span === undefined) return;
    const operation = beginOperation(span, this.statements.of(command, key, peerOf(message)), clock());
    if (operation === undefined) return;
    operation.wire = wireOf(message);
    this.byMessage.set(message, operation);
  }

  /** The whole answer arrived, or none will. */
  finish(message: RedisMessage): void {
    const operation = this.byMessage.get(message);
    if (operation === undefined) return;
    const now = clock();
    const failed = message.error !== undefined;
    operation.answered(now, failed);
    operation.finish(now, failed);
  }
}

/** The server's address, equal for all its clients. @internal */
export function serverOf({ serverAddress = '', serverPort }: RedisServerFacts): string {
  return serverPort === undefined ? serverAddress : socketAddress(serverAddress, serverPort);
}

/** `cache:6379`, with its database unless that is the first one: `cache:6379/2`. */
function peerOf(message: RedisMessage): string {
  const { database } = message;
  return database === undefined || database === 0 ? serverOf(message) : `${serverOf(message)}/${database}`;
}

/** The client has its server's host, which is the connection's other end only where it is an address. */
function wireOf(message: RedisMessage): string | undefined {
  return isIP(message.serverAddress ?? '') === 0 ? undefined : serverOf(message);
}
