import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';

export const spans = new InMemorySpanExporter();

/** Names with the names of their parents, because ids are random. */
export function spanNames(): string[] {
  const finished = spans.getFinishedSpans();
  const nameOf = new Map(finished.map(span => [span.spanContext().spanId, span.name]));
  return finished
    .map(({ name, parentSpanContext }) => `${nameOf.get(parentSpanContext?.spanId ?? '') ?? '-'} > ${name}`)
    .sort();
}
