/** The used part of a span of OpenTelemetry's SDK 1 and 2. The package may not be installed, so its types are not imported. */
export interface ClientSpan {
  /** `SpanKind`: a number. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code: number };
  /** The library that made the span, in SDK 2. */
  readonly instrumentationScope?: { readonly name: string };
  /** The same in SDK 1. */
  readonly instrumentationLibrary?: { readonly name: string };
}
