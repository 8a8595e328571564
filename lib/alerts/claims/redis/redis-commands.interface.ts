/** The commands that claims need, independent of the client. @internal */
export interface RedisCommands {
  /** Runs a script on the server. */
  eval(script: string, key: string, args: string[]): Promise<unknown>;
  /** @returns true when the key was set: only if it did not exist (`NX`), or did (`XX`) */
  set(key: string, value: string, forMs: number, when: 'NX' | 'XX'): Promise<boolean>;
  get(key: string): Promise<string | undefined>;
  /** The key's remaining time; negative when it does not exist or does not expire. */
  pttl(key: string): Promise<number>;
  del(key: string): Promise<unknown>;
}

/** A connection for claims, opened by the first call. @internal */
export interface RedisConnection {
  /** The prefix that the client adds to each key. */
  readonly keyPrefix: string;
  run<T>(work: (commands: RedisCommands) => Promise<T>): Promise<T>;
  /**
   * Closes the connection at once and rejects the calls that wait for it. The next call opens another. A connection
   * that is being established has its own time limit, longer than that of a call, and is kept.
   */
  discard(): void;
  /** Closes the connection, also while it is being established. */
  close(): void;
}
