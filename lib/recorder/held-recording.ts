import type { Execution } from '../tracing/execution.js';
import type { RecentExecutions } from './log/recent-executions.js';
import type { RecordingHandle } from './recording-handle.interface.js';
import type { Recording } from './recording.interface.js';
import type { SegmentRotation } from './segment-rotation.js';

/** An execution that had no processor for more than this share of its time was slow for that reason. */
const STARVED_SHARE = 0.5;

/** The recorder's data that a handle reads. @internal */
export interface KeptData {
  readonly executions: Pick<RecentExecutions, 'isAlone'>;
  readonly rotation: Pick<SegmentRotation, 'starvedShare'>;
  cut(execution: Execution): Promise<Recording>;
}

/**
 * The data of one execution, kept until it is cut or released.
 *
 * @internal
 */
export class HeldRecording implements RecordingHandle {
  constructor(
    private readonly data: KeptData,
    private readonly execution: Execution,
    readonly release: () => void,
  ) {}

  cut(): Promise<Recording> {
    return this.data.cut(this.execution).finally(this.release);
  }

  isStarved(): boolean {
    return this.data.rotation.starvedShare(this.execution) > STARVED_SHARE;
  }

  isAlone(): boolean {
    return this.data.executions.isAlone(this.execution.id);
  }
}
