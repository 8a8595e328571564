/** What claims ask of a server, whichever client asks it. @internal */
export interface RedisCommands {
  /** Runs a script on the server. */
  eval(script: string, key: string, args: string[]): Promise<unknown>;
  /** @returns whether it was set: only where there was none (`NX`), or was one (`XX`) */
  set(key: string, value: string, forMs: number, when: 'NX' | 'XX'): Promise<boolean>;
  get(key: string): Promise<string | undefined>;
  /** How long the key will last; negative when it does not exist, or has no end. */
  pttl(key: string): Promise<number>;
  del(key: string): Promise<unknown>;
}

/** A connection for claims, opened by the first call. @internal */
export interface RedisConnection {
  /** Put before each key by the client itself. */
  readonly keyPrefix: string;
  run<T>(work: (commands: RedisCommands) => Promise<T>): Promise<T>;
  /**
   * Ends the connection at once, and rejects the calls that wait for it. The next call opens another. A connection
   * that is still being made has a time limit of its own, longer than a call's.
   */
  discard(): void;
  /** Ends the connection, also one that is still being made. */
  close(): void;
}
