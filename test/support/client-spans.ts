import { MonitorSpanProcessor } from '../../lib/opentelemetry.js';

/** Values of OpenTelemetry's `SpanKind` and `SpanStatusCode`. */
export const KIND = { internal: 0, server: 1, client: 2, producer: 3 } as const;
const ERROR = 2;

/** A span as the SDK passes it to its processors. */
export interface TestSpan {
  readonly kind: number;
  readonly attributes: Record<string, unknown>;
  readonly status: { code: number };
  readonly instrumentationScope: { readonly name: string };
}

/** Makes spans around calls, as an instrumentation does. */
export class Instrumentation {
  private readonly processor = new MonitorSpanProcessor();

  constructor(private readonly scope: string) {}

  start(attributes: Record<string, unknown>, kind: number = KIND.client): TestSpan {
    const span: TestSpan = { kind, attributes, status: { code: 0 }, instrumentationScope: { name: this.scope } };
    this.processor.onStart(span);
    return span;
  }

  end(span: TestSpan): void {
    this.processor.onEnd(span);
  }

  async trace<T>(attributes: Record<string, unknown>, work: () => Promise<T>): Promise<T> {
    const span = this.start(attributes);
    try {
      return await work();
    } catch (error) {
      span.status.code = ERROR;
      throw error;
    } finally {
      this.end(span);
    }
  }
}
