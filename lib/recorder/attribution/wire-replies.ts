import type { CallSite } from '../../tracing/call-site.js';
import type { Span } from '../../tracing/execution.js';
import { causeOf, PIPELINED_FLAG, REPLY_FLAG, TOGETHER_FLAG, type WakeNumber } from './wake-number.js';

/** A shorter request is rare: Redis needs 26 bytes for `GET` and a key of five characters. */
const MIN_REQUEST_BYTES = 24;

/** Rows that arrive in pieces come in larger ones. */
const MAX_PIPELINED_BYTES = 4_096;

/** The totals of Node's handles. Other resources have none. */
interface Wire {
  readonly bytesWritten?: unknown;
  readonly bytesRead?: unknown;
}

/**
 * The replies of one connection. One that was written to since its last reply brings a reply to a new request. Otherwise
 * it brings the next piece of the same reply, or the reply to a request that was sent together with others.
 *
 * Called for each wake-up by a connection: it must not allocate. Reading a total takes 50 to 170 ns.
 *
 * @internal
 */
export class WireReplies {
  /** The connection's number, with its cause once that is known. */
  number: WakeNumber = 0;
  private written: unknown = undefined;
  private answered: unknown = undefined;
  private read: unknown = undefined;
  /** Bytes of requests that were sent together and may be without a reply. */
  private pending = 0;
  /** The total when the last reader read a reply of another connection. */
  private seen: unknown = undefined;
  // The last reader. The span itself would keep its execution in memory.
  private execution = 0;
  private site: CallSite | undefined = undefined;

  constructor(private readonly wire: Wire) {}

  /** The connection woke the loop. Its callback may send the next request before the execution continues. */
  woke(): void {
    this.written = this.wire.bytesWritten;
  }

  /** An execution continues. Returns the flags of its wake-up. */
  continued({ execution, site }: Span): WakeNumber {
    const { wire, written, answered } = this;
    if (typeof written !== 'number') return REPLY_FLAG;
    const before = this.read;
    this.read = wire.bytesRead;
    if (written !== answered) {
      this.answered = written;
      // The first time, the total contains all earlier requests.
      this.pending = typeof answered === 'number' ? written - answered - MIN_REQUEST_BYTES : 0;
      // Nothing was sent since then: the request was there already.
      const isTogether = written === this.seen && this.execution === execution.id && this.site === site;
      this.seen = undefined;
      this.execution = execution.id;
      this.site = site;
      return isTogether ? REPLY_FLAG | TOGETHER_FLAG : REPLY_FLAG;
    }
    const bytes = typeof this.read === 'number' && typeof before === 'number' ? this.read - before : 0;
    if (bytes <= 0 || bytes > MAX_PIPELINED_BYTES || this.pending < MIN_REQUEST_BYTES) return 0;
    this.pending -= MIN_REQUEST_BYTES;
    return REPLY_FLAG | PIPELINED_FLAG;
  }

  /** Both have brought their last replies to the same place in the same execution, from the same server. */
  hasReaderOf({ execution, site, number }: WireReplies): boolean {
    return this.execution === execution && this.site === site && causeOf(this.number) === causeOf(number);
  }

  /** Its last reader has read a reply of another connection. */
  readTotal(): void {
    this.seen = this.wire.bytesWritten;
  }
}
