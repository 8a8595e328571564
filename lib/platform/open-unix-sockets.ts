/** The members in use of a handle in Node's diagnostic report. */
interface ReportedHandle {
  readonly type?: unknown;
  readonly fd?: unknown;
  readonly remoteEndpoint?: unknown;
}

/** Other runtimes have no such report. */
type Reporter = Partial<NodeJS.ProcessReport> & { excludeNetwork?: boolean };

/** File descriptors that are remembered. */
const MAX_SOCKETS = 1_024;

/**
 * The paths of the Unix sockets that the process is connected to, by file descriptor. A socket has no property with its
 * path. Node's diagnostic report has it, and takes some milliseconds.
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
