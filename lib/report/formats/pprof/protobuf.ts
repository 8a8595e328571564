import { utf8 } from '../../../platform/utf8.js';

/**
 * Writes messages of Protocol Buffers: the few kinds of fields that a profile has.
 *
 * @internal
 */
export class Protobuf {
  private bytes = new Uint8Array(64);
  private length = 0;

  /** A whole number from 0 on; 0 is left out, as the default. Nanoseconds of a date are exact to 256. */
  integer(field: number, value: number): void {
    if (value === 0) return;
    this.varint(field * 8);
    this.varint(value);
  }

  /** Several whole numbers as one field. */
  integers(field: number, values: readonly number[]): void {
    const packed = new Protobuf();
    for (const value of values) packed.varint(value);
    this.message(field, packed);
  }

  text(field: number, value: string): void {
    this.chunk(field, utf8(value));
  }

  message(field: number, message: Protobuf): void {
    this.chunk(field, message.finish());
  }

  /** Everything that was written; valid until the next field. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private chunk(field: number, value: Uint8Array): void {
    this.varint(field * 8 + 2);
    this.varint(value.byteLength);
    this.reserve(value.byteLength);
    this.bytes.set(value, this.length);
    this.length += value.byteLength;
  }

  private varint(value: number): void {
    this.reserve(10);
    let rest = value;
    while (rest >= 128) {
      this.bytes[this.length++] = (rest % 128) + 128;
      rest = Math.floor(rest / 128);
    }
    this.bytes[this.length++] = rest;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.byteLength) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.byteLength, this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
