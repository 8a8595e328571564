import type { KernelFiles } from './kernel-files.js';
import { parseSchedstat, type ThreadTimes } from './schedstat.js';

/** V8's name for the thread that takes the samples. */
const NAME = 'v8:ProfEvntProc';
const TASKS = '/proc/self/task';

/**
 * The thread of V8 that takes the CPU samples. It wakes for each sample, and never waits for anything else. So a time in
 * which it neither ran nor waited for a processor is a time in which the whole process was stopped.
 *
 * @internal
 */
export class SamplerThread {
  private file: string | undefined;

  constructor(private readonly files: KernelFiles) {}

  /** `undefined` when the thread is not found. Several threads sample where workers are profiled, too. */
  times(): ThreadTimes | undefined {
    const known = this.file === undefined ? undefined : parseSchedstat(this.files.text(this.file));
    if (known !== undefined) return known;
    this.file = this.find();
    return this.file === undefined ? undefined : parseSchedstat(this.files.text(this.file));
  }

  private find(): string | undefined {
    const tasks = this.files.names(TASKS).map(id => `${TASKS}/${id}`);
    const [first, ...others] = tasks.filter(task => this.files.text(`${task}/comm`)?.trim() === NAME);
    return first === undefined || others.length > 0 ? undefined : `${first}/schedstat`;
  }
}
