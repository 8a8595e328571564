import { setInterval, clearInterval, setImmediate, clearImmediate } from '../../platform/host-timers.js';

/** Time between two rotations while executions run. */
const ROTATION_MS = 1_000;
/** One in this many intervals without executions rotates. */
const IDLE_INTERVALS = 10;

/** The callbacks of the schedule. */
interface Rotating {
  /** Called each second. Returns whether executions ran since the last call. */
  onInterval(): boolean;
  rotate(): void;
}

/**
 * Schedules the rotations of the log: each second, less often while nothing runs, and at once when the log is nearly
 * full.
 *
 * @internal
 */
export class RotationSchedule {
  private timer: NodeJS.Timeout | undefined;
  private immediate: NodeJS.Immediate | undefined;
  private idleIntervals = 0;

  constructor(private readonly rotating: Rotating) {}

  start(): void {
    this.timer = setInterval(() => this.tick(), ROTATION_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    clearImmediate(this.immediate);
    this.timer = this.immediate = undefined;
  }

  /** Rotates after the current callback. */
  rotateSoon(): void {
    this.immediate ??= setImmediate(() => {
      this.immediate = undefined;
      this.rotating.rotate();
    });
  }

  private tick(): void {
    if (this.rotating.onInterval()) this.idleIntervals = 0;
    else if (++this.idleIntervals % IDLE_INTERVALS !== 0) return;
    this.rotating.rotate();
  }
}
