import type { Execution, Span } from '../../tracing/execution.js';
import { http2SessionOf } from './http2-session.js';
import { causeOfClass, causeOfWire } from './resource-cause.js';
import { PoolJobs } from './pool-jobs.js';
import { RecentReplies } from './recent-replies.js';
import { UnixSockets } from './unix-sockets.js';
import type { WakeCause } from './wake-cause.interface.js';
import {
  causeOf,
  CLIENT_CAUSE,
  isReply,
  MAX_CAUSES,
  nextConnection,
  NO_CAUSE,
  type WakeNumber,
} from './wake-number.js';
import { WireReplies } from './wire-replies.js';

const OTHER_CAUSE = 2;

/** The members of Node's handles and requests that lead to their connection. */
interface Resource {
  readonly handle?: unknown;
  readonly socket?: unknown;
}

/**
 * The cause that ended a wait, from the async resource that woke the event loop. No driver is patched. A reply on a pooled
 * database connection wakes the loop through its socket, which has the peer's host and port.
 *
 * Causes are numbered, so the resume log contains integers only.
 *
 * @internal
 */
export class WakeCauses {
  readonly sockets = new UnixSockets();
  readonly jobs = new PoolJobs();
  private readonly causes: WakeCause[] = [
    { on: 'other', label: '' },
    { on: 'client', label: 'client' },
    { on: 'other', label: 'other' },
  ];
  private readonly numbers = new Map<string, number>();
  /** Classes whose instances all have the same cause. */
  private readonly byClass = new Map<unknown, number>();
  private readonly byWire = new WeakMap<object, WireReplies>();
  private readonly recent = new RecentReplies();
  private lastConnection: WakeNumber = 0;

  /** The cause in a number, without its flags; `undefined` for {@link NO_CAUSE}. */
  get(number: WakeNumber): WakeCause | undefined {
    const cause = causeOf(number);
    return cause === NO_CAUSE ? undefined : this.causes[cause];
  }

  /** The cause's number for a span that `resource` woke, with a reply's flags. Called for each resume after a wait. */
  numberOf(resource: object, span: Span): WakeNumber {
    const known = this.byClass.get(resource.constructor);
    if (known !== undefined) return known;
    try {
      const wire = wireOf(resource);
      if (isOwnClient(wire, span.execution)) return CLIENT_CAUSE;
      const cause = causeOf(this.byWire.get(wire)?.number ?? NO_CAUSE) || causeOf(this.learn(resource, wire));
      const replies = this.byWire.get(wire);
      if (replies === undefined) return cause;
      const flags = replies.continued(span);
      if (isReply(flags)) this.recent.add(replies);
      return cause | flags;
    } catch {
      // An error thrown inside an async hook ends the process.
      return OTHER_CAUSE;
    }
  }

  /**
   * The cause's number with the connection's, for a provisional owner. Outside all executions the cause is not looked up:
   * each client's port would be a cause.
   */
  provisionalNumberOf(resource: object, execution: Execution | undefined): WakeNumber {
    const known = this.byClass.get(resource.constructor);
    if (known !== undefined) return known;
    try {
      const wire = wireOf(resource);
      const replies = this.byWire.get(wire) ?? this.numberConnection(wire);
      replies.woke();
      const { number } = replies;
      return execution === undefined || causeOf(number) !== NO_CAUSE ? number : this.learn(resource, wire);
    } catch {
      return OTHER_CAUSE;
    }
  }

  /** True when the execution's own client woke the loop. */
  isClient(resource: object, execution: Execution): boolean {
    try {
      return isOwnClient(wireOf(resource), execution);
    } catch {
      return false;
    }
  }

  /** Releases the handles of connections. */
  forgetReplies(): void {
    this.recent.clear();
  }

  private numberConnection(wire: object): WireReplies {
    const replies = new WireReplies(wire);
    this.lastConnection = replies.number = nextConnection(this.lastConnection);
    this.byWire.set(wire, replies);
    return replies;
  }

  private learn(resource: object, wire: object): WakeNumber {
    const name = resource.constructor?.name ?? '';
    const ofClass = causeOfClass(name);
    const cause = this.intern(ofClass ?? causeOfWire(wire, name, this.sockets.pathOf(wire)));
    if (ofClass !== undefined) {
      if (this.byClass.size < MAX_CAUSES) this.byClass.set(resource.constructor, cause);
      return cause;
    }
    const replies = this.byWire.get(wire) ?? this.numberConnection(wire);
    replies.number |= cause;
    return replies.number;
  }

  private intern(cause: WakeCause): number {
    const key = `${cause.on} ${cause.label}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    if (this.causes.length >= MAX_CAUSES) return OTHER_CAUSE;
    this.causes.push(cause);
    this.numbers.set(key, this.causes.length - 1);
    return this.causes.length - 1;
  }
}

/** The connection below a write or a TLS layer; else the resource itself. */
function wireOf(resource: Resource): object {
  const { handle } = resource;
  return typeof handle === 'object' && handle !== null ? handle : resource;
}

/** The request's parser, its socket's handle, or a handle of its HTTP/2 connection. */
function isOwnClient(wire: Resource, { transport }: Execution): boolean {
  if (transport === undefined) return false;
  const { socket, handle, session } = transport;
  if (socket !== undefined) return wire === handle || wire.socket === socket;
  return session !== undefined && http2SessionOf(wire) === session;
}
