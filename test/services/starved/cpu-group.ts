import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const V1 = '/sys/fs/cgroup/cpu';
const V2 = '/sys/fs/cgroup';
const PERIOD_US = 100_000;

/** A control group with a CPU limit, where this machine and this user may make one. */
export class CpuGroup {
  private constructor(
    private readonly path: string,
    private readonly isV1: boolean,
  ) {}

  static async make(): Promise<CpuGroup | undefined> {
    const isV1 = await exists(join(V1, 'cpu.cfs_quota_us'));
    if (!isV1 && !(await canLimit())) return undefined;
    const path = join(isV1 ? V1 : V2, `monitor-test-${randomUUID()}`);
    try {
      await mkdir(path);
      return new CpuGroup(path, isV1);
    } catch {
      return undefined;
    }
  }

  add(pid: number): Promise<void> {
    return writeFile(join(this.path, 'cgroup.procs'), String(pid));
  }

  /** @param limit a number of processors */
  async limit(limit: number): Promise<void> {
    const quota = Math.round(limit * PERIOD_US);
    if (this.isV1) await writeFile(join(this.path, 'cpu.cfs_quota_us'), String(quota));
    else await writeFile(join(this.path, 'cpu.max'), `${quota} ${PERIOD_US}`);
  }

  remove(): Promise<void> {
    return rmdir(this.path);
  }
}

/** The CPU controller of version 2, passed on to the groups below. */
async function canLimit(): Promise<boolean> {
  const passedOn = await readFile(join(V2, 'cgroup.subtree_control'), 'utf8').catch(() => '');
  return passedOn.split(/\s+/).includes('cpu');
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
