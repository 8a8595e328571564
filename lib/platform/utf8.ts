/*
 * Bytes of texts. The page of reports replaces this module by one without Node's `Buffer`, to write the same formats.
 */

/** @internal */
export const utf8 = (text: string): Uint8Array => Buffer.from(text);

/** The number of bytes. @internal */
export const utf8Length = (text: string): number => Buffer.byteLength(text);

/** @internal */
export const joinBytes = (parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
