import type { KernelFiles } from './kernel-files.js';

/** A directory with files of the CPU controller. @internal */
export interface CgroupDirectory {
  readonly version: 1 | 2;
  readonly path: string;
}

/** Levels of nested groups. Deeper ones are left out: the outer levels of a container are not visible in it. */
const MAX_LEVELS = 8;

interface Mount {
  readonly version: 1 | 2;
  /** The group that is shown at `point`. */
  readonly root: string;
  readonly point: string;
}

/**
 * The groups of the process that can limit its CPU time, the innermost first: each group's limit applies to all groups in
 * it. Empty when the CPU controller is not mounted.
 *
 * @internal
 */
export function cgroupDirectories(files: KernelFiles): CgroupDirectory[] {
  const mounts = mountsOf(files.text('/proc/self/mountinfo') ?? '');
  const groups = groupsOf(files.text('/proc/self/cgroup') ?? '');
  // Beside version 1, a mount of version 2 has no CPU controller.
  for (const version of [1, 2] as const) {
    const mount = mounts.find(each => each.version === version);
    const group = groups.get(version);
    if (mount !== undefined && group !== undefined) return levels(mount, group);
  }
  return [];
}

function levels({ version, root, point }: Mount, group: string): CgroupDirectory[] {
  const names = namesBelow(root, group);
  const found: CgroupDirectory[] = [];
  for (let depth = names.length; depth >= 0 && found.length < MAX_LEVELS; depth--)
    found.push({ version, path: [point, ...names.slice(0, depth)].join('/') });
  return found;
}

/** A container may show a group that is not visible at its mount. The mount then shows the container's own group. */
function namesBelow(root: string, group: string): string[] {
  const [above, names] = [namesOf(root), namesOf(group)];
  const isBelow = above.every((name, index) => names[index] === name) && !names.includes('..');
  return isBelow ? names.slice(above.length) : [];
}

function namesOf(path: string): string[] {
  return path.split('/').filter(name => name !== '');
}

/** `31 23 0:28 /root /point options … - type source superoptions`; of version 1 only the mount of the CPU controller. */
function mountsOf(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line): Mount[] => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root = '/', point = ''] = before.split(' ');
    const [type, , options = ''] = after.split(' ');
    const version = type === 'cgroup2' ? 2 : type === 'cgroup' && options.split(',').includes('cpu') ? 1 : undefined;
    return version === undefined ? [] : [{ version, root: unescaped(root), point: unescaped(point) }];
  });
}

/** `4:cpu,cpuacct:/path` of version 1, `0::/path` of version 2. */
function groupsOf(cgroup: string): Map<1 | 2, string> {
  const groups = new Map<1 | 2, string>();
  for (const line of cgroup.split('\n')) {
    const [, hierarchy, controllers = '', path = ''] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers.split(',').includes('cpu')) groups.set(1, path);
    else if (hierarchy === '0' && controllers === '') groups.set(2, path);
  }
  return groups;
}

/** The kernel writes spaces in paths as `\040`. */
function unescaped(path: string): string {
  return path.replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8)));
}
