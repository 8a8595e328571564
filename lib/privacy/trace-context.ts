/** @internal The caller's ids out of a W3C `traceparent` header. */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits, not all zero. */
  readonly parentId: string;
  readonly sampled: boolean;
}

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const VERSION_0_LENGTH = 55;
const LONGEST = 512;

/**
 * Reads a `traceparent` header by the rules of W3C Trace Context: version `ff`, ids of zeros only, upper-case digits,
 * two headers in one, and anything behind the flags of version 00 make all of it invalid. Of a later version the four
 * fields known today are read.
 *
 * @returns `undefined` when the header is invalid
 * @internal
 */
export function parseTraceparent(header: string): TraceContext | undefined {
  if (header.length > LONGEST) return undefined;
  const text = header.replace(/^[ \t]+|[ \t]+$/g, '');
  const [, version, traceId, parentId, flags] = TRACEPARENT.exec(text) ?? [];
  if (version === undefined || traceId === undefined || parentId === undefined || flags === undefined) return undefined;
  if (version === 'ff' || (version === '00' && text.length !== VERSION_0_LENGTH)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}
