/** The caller's ids in a W3C `traceparent` header. @internal */
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
 * Reads a `traceparent` header by the rules of W3C Trace Context.
 *
 * - Invalid are version `ff`, ids of zeros only, upper-case digits and two headers in one.
 * - In version 00, text after the flags is invalid. Headers of later versions are read up to the flags.
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
