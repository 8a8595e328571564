/**
 * The members of a `Keyv` of the package `keyv` 5 in use. Its own types are not named, so that an application without the package
 * compiles.
 *
 * @publicApi
 */
export interface KeyvStore {
  /** Reads a value. */
  get(key: string): Promise<unknown>;
  /** Stores a value, for so many milliseconds. Resolves to false when it was not stored. */
  set(key: string, value: unknown, ttl?: number): Promise<boolean>;
  /** Deletes a value. */
  delete(key: string): Promise<boolean>;
  /** Adds a listener of errors. */
  on(event: string, listener: (error: unknown) => void): unknown;
  /** Removes a listener. */
  off(event: string, listener: (error: unknown) => void): unknown;
  /** The lifetime of values without one of their own, in milliseconds. */
  readonly ttl?: number | undefined;
}
