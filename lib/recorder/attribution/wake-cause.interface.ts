/** The cause that ended a wait, derived from the async resource that woke the loop. */
export interface WakeCause {
  readonly on: WakeKind;
  /** `127.0.0.1:5432`, `pbkdf2`, `fs`, `dns.lookup` …; never user data. */
  readonly label: string;
}

/** `client` is the execution's own client: its request's parser or its socket. */
export type WakeKind =
  'client' | 'database' | 'http' | 'cache' | 'network' | 'fs' | 'dns' | 'threadpool' | 'timer' | 'pool' | 'other';
