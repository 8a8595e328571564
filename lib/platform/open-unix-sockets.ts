/** The members in use of a handle in Node's diagnostic report. */
interface ReportedHandle {
  readonly type?: unknown;
  readonly fd?: unknown;
  readonly remoteEndpoint?: unknown;
}

/** Other runtimes have no such report. */
type Reporter = Partial<NodeJS.ProcessReport> & { excludeNetwork?: boolean };

/** Sockets that are kept. */
const MAX_SOCKETS = 1_024;

/**
 * The paths of the Unix sockets that the process is connected to, by file descriptor. A socket has no property with its
 * path. Node's diagnostic report has it, and takes 4 to 50 ms. It contains each worker thread, too, and waits for one that
 * runs a native function: 6 s were measured for `pbkdf2Sync`. So it is made only where a pipe or such a socket is open.
 *
 * @internal
 */
export function openUnixSockets(): Map<number, string> {
  const found = new Map<number, string>();
  for (const { type, fd, remoteEndpoint } of reportedHandles()) {
    if (found.size >= MAX_SOCKETS) break;
    // Pipes between processes have no name.
    if (type !== 'pipe' || typeof fd !== 'number' || typeof remoteEndpoint !== 'string' || remoteEndpoint === '')
      continue;
    found.set(fd, remoteEndpoint);
  }
  return found;
}

function reportedHandles(): readonly ReportedHandle[] {
  if (!process.getActiveResourcesInfo().includes('PipeWrap')) return [];
  const report = process.report as Reporter | undefined;
  if (typeof report?.getReport !== 'function') return [];
  const { excludeNetwork } = report;
  try {
    // Node would look up the host name of each connection, and block for that.
    report.excludeNetwork = true;
    const { libuv } = report.getReport() as { readonly libuv?: unknown };
    return Array.isArray(libuv) ? (libuv as ReportedHandle[]) : [];
  } catch {
    return [];
  } finally {
    if (excludeNetwork !== undefined) report.excludeNetwork = excludeNetwork;
  }
}
