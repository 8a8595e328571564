import { describe, expect, it } from '@jest/globals';
import { CpuLimits } from '../../../../lib/recorder/processor/cpu-limits.js';
import { CONTAINER_V1, CONTAINER_V2, NESTED_V2, RecordedFiles, UNLIMITED_V1, UNLIMITED_V2 } from './recorded-files.js';

const STAT_V2 = '/sys/fs/cgroup/cpu.stat';

function limitsOf(texts: Record<string, string | undefined>) {
  const files = new RecordedFiles({ ...texts });
  return { files, limits: new CpuLimits(files) };
}

describe('CpuLimits', () => {
  it('reads the throttling since the last reading, version 2', () => {
    const { files, limits } = limitsOf(CONTAINER_V2);
    expect(limits.read()).toEqual({ limit: 0.1, times: 0, throttledMs: 0 });
    files.texts[STAT_V2] = 'nr_periods 1051\nnr_throttled 821\nthrottled_usec 73797210\n';
    expect(limits.read()).toEqual({ limit: 0.1, times: 9, throttledMs: 752 });
    expect(limits.read()).toEqual({ limit: 0.1, times: 0, throttledMs: 0 });
  });

  it('reads version 1', () => {
    const { files, limits } = limitsOf(CONTAINER_V1);
    limits.read();
    files.texts['/sys/fs/cgroup/cpu,cpuacct/cpu.stat'] = 'nr_periods 93\nnr_throttled 33\nthrottled_time 1730341433\n';
    expect(limits.read()).toEqual({ limit: 0.5, times: 2, throttledMs: 120 });
  });

  it('reads only the limited one of nested groups', () => {
    const { files, limits } = limitsOf(NESTED_V2);
    expect(limits.read()).toEqual({ limit: 1.5, times: 0, throttledMs: 0 });
    expect(files.reads.filter(path => path.endsWith('cpu.stat'))).toEqual(['/sys/fs/cgroup/shop.slice/cpu.stat']);
  });

  it('reports the group that was throttled longest', () => {
    const inner = '/sys/fs/cgroup/shop.slice/orders.service';
    const { files, limits } = limitsOf({
      ...NESTED_V2,
      [`${inner}/cpu.max`]: '20000 100000',
      [`${inner}/cpu.stat`]: 'nr_throttled 1\nthrottled_usec 1000',
    });
    limits.read();
    files.texts[`${inner}/cpu.stat`] = 'nr_throttled 3\nthrottled_usec 161000';
    expect(limits.read()).toEqual({ limit: 0.2, times: 2, throttledMs: 160 });
  });

  it.each([
    ['a host, version 2', UNLIMITED_V2],
    ['a host, version 1', UNLIMITED_V1],
    ['a system without the files', {}],
    ['a limit without figures', { ...CONTAINER_V2, [STAT_V2]: 'usage_usec 12\n' }],
  ])('reports nothing of %s', (_, texts) => {
    const { files, limits } = limitsOf(texts);
    limits.read();
    expect(limits.read()).toBeUndefined();
    expect(files.reads.length).toBeLessThan(20);
  });

  it('reports a limit that was changed while the process runs', () => {
    const { files, limits } = limitsOf(CONTAINER_V2);
    limits.read();
    files.texts['/sys/fs/cgroup/cpu.max'] = '25000 100000\n';
    files.texts[STAT_V2] = 'nr_throttled 813\nthrottled_usec 73100000\n';
    expect(limits.read()).toMatchObject({ limit: 0.25, times: 1 });
  });

  it('finds a limit that was set later, within 60 readings', () => {
    const { files, limits } = limitsOf({ ...CONTAINER_V2, '/sys/fs/cgroup/cpu.max': 'max 100000\n' });
    limits.read();
    files.texts['/sys/fs/cgroup/cpu.max'] = '50000 100000\n';
    const read = Array.from({ length: 60 }, () => limits.read());
    expect(read.at(-2)).toBeUndefined();
    // The first reading of a group has nothing to compare with.
    expect(read.at(-1)).toEqual({ limit: 0.5, times: 0, throttledMs: 0 });
  });
});
