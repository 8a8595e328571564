/** The part of `process.stdout` that is in use. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(content: string | Uint8Array): unknown;
}
