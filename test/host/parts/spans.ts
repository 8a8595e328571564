import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';

export const spans = new InMemorySpanExporter();

/** Names with those of their parents: ids are chance. */
export function spanNames(): string[] {
  const finished = spans.getFinishedSpans();
  const nameOf = new Map(finished.map(span => [span.spanContext().spanId, span.name]));
  return finished
    .map(({ name, parentSpanContext }) => `${nameOf.get(parentSpanContext?.spanId ?? '') ?? '-'} > ${name}`)
    .sort();
}
