import type { MonotonicMs } from '../../model/execution.interface.js';
import type { Span } from '../../tracing/execution.js';
import { causeOfClass } from './resource-cause.js';

/** Remembered jobs: 16 384, in 360 kB. A process that reads many files ends some thousands a second. */
const CAPACITY = 1 << 14;
const MASK = CAPACITY - 1;

/** A job of libuv's thread pool that has ended. @internal */
export interface PoolJob {
  /** Its async id. Node assigns these in the order in which jobs are queued. */
  readonly id: number;
  readonly endedAt: MonotonicMs;
  /** The execution that queued it; 0 for code outside all executions. */
  readonly owner: number;
  /** `file system`, `crypto pbkdf2`. */
  readonly label: string;
}

/** In columns: as objects, jobs would live long enough to be promoted by the garbage collector. */
class Columns {
  readonly ids = new Float64Array(CAPACITY);
  readonly times = new Float64Array(CAPACITY);
  readonly owners = new Int32Array(CAPACITY);
  readonly labels = new Uint8Array(CAPACITY);
}

/**
 * The last jobs of libuv's thread pool, in the order of their ends. Nothing reports when a thread begins one: the order of
 * the async ids, and the ends, show it later.
 *
 * @internal
 */
export class PoolJobs {
  /** Made with the first job: an application may have none. */
  private columns: Columns | undefined;
  private readonly labels: string[] = [];
  private readonly numbers = new Map<unknown, number>();
  private written = 0;

  /** Called in the `before` hook of a job: it must not throw, and allocates only for the first one of a class. */
  add(id: number, resource: object, span: Span | undefined, now: MonotonicMs): void {
    const columns = (this.columns ??= new Columns());
    const at = this.written++ & MASK;
    columns.ids[at] = id;
    columns.times[at] = now;
    // A socket that outlives its request keeps the request's context.
    columns.owners[at] = span === undefined || span.execution.finished ? 0 : span.execution.id;
    columns.labels[at] = this.numbers.get(resource.constructor) ?? this.learn(resource);
  }

  /** The jobs that ended since `start`, in this order. */
  since(start: MonotonicMs): PoolJob[] {
    const found: PoolJob[] = [];
    for (let place = this.written - 1; place >= this.first; place--) {
      const job = this.jobAt(place);
      if (job === undefined || job.endedAt < start) break;
      found.push(job);
    }
    return found.reverse();
  }

  /** The largest id of the jobs that ended before `time`; 0 for none. */
  lastIdBefore(time: MonotonicMs): number {
    let last = 0;
    for (let place = this.first; place < this.written; place++) {
      const { id = 0, endedAt = Infinity } = this.jobAt(place) ?? {};
      if (endedAt >= time) break;
      last = Math.max(last, id);
    }
    return last;
  }

  /** False when jobs that ended since then have been overwritten. */
  isCompleteSince(time: MonotonicMs): boolean {
    return this.first === 0 || (this.jobAt(this.first)?.endedAt ?? Infinity) < time;
  }

  private get first(): number {
    return Math.max(0, this.written - CAPACITY);
  }

  private jobAt(place: number): PoolJob | undefined {
    const { columns } = this;
    if (columns === undefined) return undefined;
    const at = place & MASK;
    return {
      id: columns.ids[at] ?? 0,
      endedAt: columns.times[at] ?? 0,
      owner: columns.owners[at] ?? 0,
      label: this.labels[columns.labels[at] ?? 0] ?? '',
    };
  }

  private learn({ constructor }: object): number {
    const label = causeOfClass((constructor as { name?: string } | undefined)?.name ?? '')?.label ?? '';
    const number = this.labels.length === 255 ? 254 : this.labels.push(label) - 1;
    if (this.numbers.size < 255) this.numbers.set(constructor, number);
    return number;
  }
}
