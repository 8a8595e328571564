import type { MonotonicMs } from '../../model/execution.interface.js';
import { CHUNK_ENTRIES, LogChunk } from './log-chunk.js';
import type { WakeNumber } from '../attribution/wake-number.js';

/** Full chunks that wait for the next rotation: 16 × 320 kB. Older ones are given up, and the recording says so. */
const MAX_SEALED_CHUNKS = 16;

/**
 * Where the resume log is written: chunks that are used again. Called for each change of owner: nothing here may throw.
 *
 * @internal
 */
export class LogWriter {
  /** Chunks given up because no rotation came in time. */
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

  /** Takes the flag from the last entry, if it has it; returns whether it had. */
  unflagLast(flag: WakeNumber): boolean {
    const { causes, length } = this.chunk;
    const cause = causes[length - 1] ?? 0;
    if (length === 0 || (cause & flag) === 0) return false;
    causes[length - 1] = cause & ~flag;
    return true;
  }

  /** Takes all entries so far away; the chunks belong to the caller. */
  take(): LogChunk[] {
    const taken = this.sealed;
    this.sealed = [];
    if (this.chunk.length > 0) {
      taken.push(this.chunk.trimmed());
      this.chunk.length = 0;
    }
    return taken;
  }

  /** Forgets all entries so far. */
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
