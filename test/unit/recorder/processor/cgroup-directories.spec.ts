import { describe, expect, it } from '@jest/globals';
import { cgroupDirectories } from '../../../../lib/recorder/processor/cgroup-directories.js';
import { CONTAINER_V1, CONTAINER_V2, NESTED_V2, RecordedFiles } from './recorded-files.js';

const pathsOf = (texts: Record<string, string | undefined>): string[] =>
  cgroupDirectories(new RecordedFiles(texts)).map(({ version, path }) => `v${version} ${path}`);

describe('cgroupDirectories', () => {
  it('finds the group of a container, version 2', () => {
    expect(pathsOf(CONTAINER_V2)).toEqual(['v2 /sys/fs/cgroup']);
  });

  it('finds nested groups, the innermost first', () => {
    expect(pathsOf(NESTED_V2)).toEqual([
      'v2 /sys/fs/cgroup/shop.slice/orders.service/workers',
      'v2 /sys/fs/cgroup/shop.slice/orders.service',
      'v2 /sys/fs/cgroup/shop.slice',
      'v2 /sys/fs/cgroup',
    ]);
  });

  it('finds the CPU controller of version 1, also beside a mount of version 2', () => {
    expect(pathsOf(CONTAINER_V1)).toEqual(['v1 /sys/fs/cgroup/cpu,cpuacct']);
  });

  it('takes the group of the mount when the own one is not visible in the container', () => {
    expect(pathsOf({ ...CONTAINER_V2, '/proc/self/cgroup': '0::/../../other\n' })).toEqual(['v2 /sys/fs/cgroup']);
    expect(pathsOf({ ...CONTAINER_V1, '/proc/self/cgroup': '4:cpu,cpuacct:/kubepods/pod7\n' })).toEqual([
      'v1 /sys/fs/cgroup/cpu,cpuacct',
    ]);
  });

  it('reads paths with spaces and colons', () => {
    expect(
      pathsOf({
        '/proc/self/cgroup': '0::/a:b c\n',
        '/proc/self/mountinfo': '33 24 0:29 / /mnt/my\\040groups rw - cgroup2 cgroup2 rw\n',
      }),
    ).toEqual(['v2 /mnt/my groups/a:b c', 'v2 /mnt/my groups']);
  });

  it('stays below eight levels', () => {
    const deep = { ...NESTED_V2, '/proc/self/cgroup': `0::/${Array.from({ length: 40 }, (_, i) => i).join('/')}\n` };
    expect(pathsOf(deep)).toHaveLength(8);
  });

  it.each([
    ['without the files', {}],
    ['without a mount', { '/proc/self/cgroup': '0::/\n', '/proc/self/mountinfo': '' }],
    ['without a CPU controller', { ...CONTAINER_V1, '/proc/self/cgroup': '12:memory:/docker/0ff1ce\n' }],
    ['with other texts', { '/proc/self/cgroup': 'x', '/proc/self/mountinfo': 'x - y\n\n - \n' }],
  ])('finds none %s', (_, texts) => {
    expect(pathsOf(texts)).toEqual([]);
  });
});
