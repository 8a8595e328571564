import type { CgroupDirectory } from './cgroup-directories.js';
import type { KernelFiles } from './kernel-files.js';

const NS_PER_MS = 1e6;
const US_PER_MS = 1e3;

/** A group's totals since it was made, from its file `cpu.stat`. @internal */
export interface ThrottleTimes {
  /** The number of periods in which the limit was reached. */
  readonly times: number;
  /** The sum over all processors: it can exceed the elapsed time. */
  readonly throttledMs: number;
}

/** The number of processors that a group may use, such as 0.5; `undefined` without a limit. @internal */
export function readCpuLimit({ version, path }: CgroupDirectory, files: KernelFiles): number | undefined {
  const [quota, period] = version === 2 ? quotaOf2(path, files) : quotaOf1(path, files);
  return quota > 0 && period > 0 ? quota / period : undefined;
}

/** @returns `undefined` when the file is missing or has no such figures. @internal */
export function readThrottling({ path }: CgroupDirectory, files: KernelFiles): ThrottleTimes | undefined {
  const text = files.text(`${path}/cpu.stat`) ?? '';
  const times = figureOf(text, 'nr_throttled');
  const throttledUs = figureOf(text, 'throttled_usec');
  const throttledMs = throttledUs === undefined ? figureOf(text, 'throttled_time') : throttledUs;
  if (times === undefined || throttledMs === undefined) return undefined;
  return { times, throttledMs: throttledMs / (throttledUs === undefined ? NS_PER_MS : US_PER_MS) };
}

/** `max 100000`, `10000 100000` */
function quotaOf2(path: string, files: KernelFiles): [number, number] {
  const [quota = 0, period = 0] = (files.text(`${path}/cpu.max`) ?? '').split(' ').map(Number);
  return [quota, period];
}

/** The quota is -1 without a limit. */
function quotaOf1(path: string, files: KernelFiles): [number, number] {
  const quota = Number(files.text(`${path}/cpu.cfs_quota_us`) ?? 0);
  return [quota, quota > 0 ? Number(files.text(`${path}/cpu.cfs_period_us`) ?? 0) : 0];
}

function figureOf(text: string, name: string): number | undefined {
  const line = text.split('\n').find(each => each.startsWith(`${name} `));
  const figure = line === undefined ? NaN : Number(line.slice(name.length + 1));
  return Number.isFinite(figure) ? figure : undefined;
}
