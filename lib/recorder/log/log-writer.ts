import type { MonotonicMs } from '../../model/execution.interface.js';
import type { WakeNumber } from '../attribution/wake-number.js';
import { CHUNK_ENTRIES, LogChunk } from './log-chunk.js';

/** Full chunks that wait for the next rotation: 16 × 320 kB. Older ones are dropped, and the recording reports it. */
const MAX_SEALED_CHUNKS = 16;

/**
 * Writes the resume log into reused chunks. Called for each change of owner: it must not throw.
 *
 * @internal
 */
export class LogWriter {
  /** Chunks that were dropped because no rotation came in time. */
  chunksLost = 0;
  private chunk = new LogChunk();
  private sealed: LogChunk[] = [];
  private spare: LogChunk | undefined = new LogChunk();

  constructor(private readonly onNearlyFull: () => void) {}

  push(time: MonotonicMs, owner: number, span: number, cause: WakeNumber): void {
    let { chunk } = this;
    if (chunk.length === CHUNK_ENTRIES) chunk = this.seal();
    chunk.push(time, owner, span, cause);
  }

  /** The time of the last entry since the last rotation; 0 for none. */
  get lastTime(): MonotonicMs {
    const { times, length } = this.chunk;
    return length === 0 ? 0 : (times[length - 1] ?? 0);
  }

  /** Removes the flag from the last entry. Returns whether the entry had it. */
  unflagLast(flag: WakeNumber): boolean {
    const { causes, length } = this.chunk;
    const cause = causes[length - 1] ?? 0;
    if (length === 0 || (cause & flag) === 0) return false;
    causes[length - 1] = cause & ~flag;
    return true;
  }

  /** The chunks since the last rotation, newest first. */
  *newestFirst(): Generator<LogChunk, void> {
    yield this.chunk;
    for (let i = this.sealed.length - 1; i >= 0; i--) yield this.sealed[i] as LogChunk;
  }

  /** Removes all entries and returns them. The caller owns the chunks. */
  take(): LogChunk[] {
    const taken = this.sealed;
    this.sealed = [];
    if (this.chunk.length > 0) {
      taken.push(this.chunk.trimmed());
      this.chunk.length = 0;
    }
    return taken;
  }

  /** Removes all entries. */
  discard(): void {
    this.spare ??= this.sealed[0];
    this.sealed = [];
    this.chunk.length = 0;
  }

  private seal(): LogChunk {
    this.sealed.push(this.chunk);
    if (this.sealed.length > MAX_SEALED_CHUNKS) {
      this.spare = this.sealed.shift();
      this.chunksLost += 1;
    }
    const next = this.spare ?? new LogChunk();
    this.spare = undefined;
    next.length = 0;
    this.chunk = next;
    this.onNearlyFull();
    return next;
  }
}
