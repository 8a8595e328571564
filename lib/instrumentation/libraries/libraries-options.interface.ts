/**
 * Switches for the libraries whose requests are recorded. A library that is not named is on. An object means `true`.
 *
 * @publicApi
 */
export interface LibrariesOptions {
  /** Requests of `fetch` and of the package `undici`. */
  undici?: boolean | object;
  /** Requests of `node:http` and `node:https`, and of the clients that use them: axios, got, the AWS SDK. */
  'node-http'?: boolean | object;
}
