import type { WaitKind } from '../model/accounting.interface.js';

/**
 * The content of operations without its values. Equal operations share one object.
 *
 * @internal
 */
export interface Statement {
  /** The category of a wait for it. */
  readonly on: WaitKind;
  /** The kind of server: `http`, `postgresql`, `redis`. */
  readonly system: string;
  /** Normalized, never with a value: `GET pricing:8080/prices/:id`, `SELECT * FROM prices WHERE sku = ?`. */
  readonly text: string;
  /** The server: `pricing:8080`. */
  readonly peer: string;
}
