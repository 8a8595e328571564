import { clock } from '../../platform/clock.js';
import { setInterval, setTimeout } from '../../platform/host-timers.js';
import type { BlockedLoop, CallStack, LoopHolder } from '../blocked-loop.interface.js';
import { BEATS, IS_WATCHED } from '../heartbeat.js';
import type { ThreadData } from '../thread-data.interface.js';
import { MainThread } from './main-thread.js';
import { Silence } from './silence.js';

/** The function that all of them have in common does not return. */
const STACKS = 5;
const BETWEEN_STACKS_MS = 60;
/** A loop that comes back within this time after the last stack is not reported. */
const STILL_MS = 200;

/** The members of `MainThread`, for tests to replace. @internal */
export type ReadThread = Pick<MainThread, 'evaluate' | 'disconnect'>;

/** Receives each blocked loop, once. Never rejects. @internal */
export type Report = (loop: BlockedLoop, stacks: readonly CallStack[]) => Promise<void>;

/**
 * Waits for a silent heartbeat, finds the code that holds the loop, and has it reported, once for each hang.
 *
 * @internal
 */
export class LoopWatch {
  private readonly silence: Silence;
  private isBusy = false;
  /** No further attempt before the next beat: it was reported, or is no fault. */
  private settledAt = -1;

  constructor(
    private readonly data: Pick<ThreadData, 'state' | 'expressions' | 'blockedAfterMs' | 'readEveryMs'>,
    private readonly report: Report,
    private readonly connect: () => ReadThread = () => new MainThread(),
  ) {
    this.silence = new Silence(data.blockedAfterMs, data.readEveryMs, clock());
  }

  /** Keeps the thread alive. The application's thread ends it. */
  start(): void {
    setInterval(() => void this.read(), this.data.readEveryMs);
  }

  /** One reading of the heartbeat. Never rejects. */
  async read(): Promise<void> {
    const { beats } = this;
    const isSilent = this.silence.read(clock(), beats, Atomics.load(this.data.state, IS_WATCHED) === 1);
    if (!isSilent || this.isBusy || this.settledAt === beats) return;
    this.isBusy = true;
    try {
      await this.examine(beats);
    } catch {
      // The inspector failed: another attempt would fail, too.
      this.settledAt = beats;
    } finally {
      this.isBusy = false;
    }
  }

  private get beats(): number {
    return Atomics.load(this.data.state, BEATS);
  }

  private async examine(beats: number): Promise<void> {
    const main = this.connect();
    let found: { loop: BlockedLoop; stacks: CallStack[] } | undefined;
    try {
      found = await this.find(main, beats);
    } finally {
      main.disconnect();
    }
    if (found === undefined) return;
    await during(STILL_MS);
    if (this.beats !== beats) return;
    this.settledAt = beats;
    await this.report(found.loop, found.stacks);
  }

  /** @returns `undefined` when the loop came back, the code has changed, is native, or is not to be reported */
  private async find(main: ReadThread, beats: number): Promise<{ loop: BlockedLoop; stacks: CallStack[] } | undefined> {
    const { holder: first, stack: running, describe } = this.data.expressions;
    const holder = parse<LoopHolder>(await main.evaluate(first));
    if (holder === undefined) return undefined;
    if (!holder.isReported) {
      this.settledAt = beats;
      return undefined;
    }
    const stacks: CallStack[] = [];
    while (stacks.length < STACKS) {
      const stack = parse<CallStack>(await main.evaluate(running));
      if (stack === undefined || this.beats !== beats) return undefined;
      stacks.push(stack);
      await during(BETWEEN_STACKS_MS);
    }
    const loop = parse<BlockedLoop>(await main.evaluate(describe));
    return loop === undefined || loop.holder !== holder.execution ? undefined : { loop, stacks };
  }
}

function during(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

function parse<T>(json: string | undefined): T | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as T);
}
