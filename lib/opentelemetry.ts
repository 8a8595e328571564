// The entry `nestjs-performance-monitor/opentelemetry`. Tracing starts before the application, and replaces parts of its
// packages while they are loaded. So this file must load none of them, above all not Nest.
export { MonitorSpanProcessor } from './instrumentation/libraries/opentelemetry/monitor-span-processor.js';
export type { ClientSpan } from './instrumentation/libraries/opentelemetry/client-span.interface.js';
