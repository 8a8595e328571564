import type { KernelFiles } from '../../../../lib/recorder/processor/kernel-files.js';

/** Files with recorded texts. A test changes a text as the kernel would. */
export class RecordedFiles implements KernelFiles {
  readonly reads: string[] = [];

  constructor(readonly texts: Record<string, string | undefined>) {}

  text(path: string): string | undefined {
    this.reads.push(path);
    return this.texts[path];
  }

  names(path: string): string[] {
    const below = Object.keys(this.texts).filter(each => each.startsWith(`${path}/`));
    return [...new Set(below.map(each => each.slice(path.length + 1).split('/')[0] ?? ''))];
  }
}

/** A container of Docker or Kubernetes with cgroup version 2, and a group namespace of its own. */
export const CONTAINER_V2 = {
  '/proc/self/cgroup': '0::/\n',
  '/proc/self/mountinfo': [
    '1420 1353 0:162 / / rw,relatime master:541 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/ABC',
    '1422 1420 0:164 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755',
    '1425 1423 0:28 / /sys/fs/cgroup ro,nosuid,nodev,noexec,relatime - cgroup2 cgroup rw',
    '',
  ].join('\n'),
  '/sys/fs/cgroup/cpu.max': '10000 100000\n',
  '/sys/fs/cgroup/cpu.stat':
    'usage_usec 10534021\nuser_usec 8133842\nsystem_usec 2400178\ncore_sched.force_idle_usec 0\nnr_periods 1042\nnr_throttled 812\nthrottled_usec 73045210\nnr_bursts 0\nburst_usec 0\n',
};

/** A service of systemd, nested in groups of which the outer one has the limit. */
export const NESTED_V2 = {
  '/proc/self/cgroup': '0::/shop.slice/orders.service/workers\n',
  '/proc/self/mountinfo': '33 24 0:29 / /sys/fs/cgroup rw,nosuid,nodev shared:9 - cgroup2 cgroup2 rw,nsdelegate\n',
  '/sys/fs/cgroup/shop.slice/orders.service/workers/cpu.max': 'max 100000\n',
  '/sys/fs/cgroup/shop.slice/orders.service/cpu.max': 'max 100000\n',
  '/sys/fs/cgroup/shop.slice/cpu.max': '150000 100000\n',
  '/sys/fs/cgroup/shop.slice/cpu.stat': 'usage_usec 1\nnr_periods 10\nnr_throttled 4\nthrottled_usec 120000\n',
};

/** A container with cgroup version 1, without a group namespace: its own group is the root of the mount. */
export const CONTAINER_V1 = {
  '/proc/self/cgroup': [
    '12:memory:/docker/0ff1ce',
    '4:cpu,cpuacct:/docker/0ff1ce',
    '1:name=systemd:/docker/0ff1ce',
    '0::/system.slice/containerd.service',
    '',
  ].join('\n'),
  '/proc/self/mountinfo': [
    '735 734 0:30 /docker/0ff1ce /sys/fs/cgroup/systemd ro,relatime master:11 - cgroup cgroup rw,xattr,name=systemd',
    '737 734 0:33 /docker/0ff1ce /sys/fs/cgroup/cpu,cpuacct ro,nosuid master:15 - cgroup cgroup rw,cpu,cpuacct',
    '740 734 0:36 / /sys/fs/cgroup/unified ro,relatime - cgroup2 cgroup2 rw',
    '',
  ].join('\n'),
  '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '50000\n',
  '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000\n',
  '/sys/fs/cgroup/cpu,cpuacct/cpu.stat': 'nr_periods 90\nnr_throttled 31\nthrottled_time 1610341433\n',
};

/** A host without limits: the root group has no limit, and that of version 1 is -1. */
export const UNLIMITED_V2 = {
  '/proc/self/cgroup': '0::/user.slice/user-1000.slice/session-4.scope\n',
  '/proc/self/mountinfo': NESTED_V2['/proc/self/mountinfo'],
  '/sys/fs/cgroup/user.slice/user-1000.slice/session-4.scope/cpu.max': 'max 100000\n',
};

export const UNLIMITED_V1 = {
  ...CONTAINER_V1,
  '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '-1\n',
};
