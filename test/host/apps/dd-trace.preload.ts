// Its agent is not there; its own profiler, which samples V8 as ours does, is on.
process.env['DD_TRACE_AGENT_URL'] = 'http://127.0.0.1:9';
process.env['DD_INSTRUMENTATION_TELEMETRY_ENABLED'] = 'false';
process.env['DD_REMOTE_CONFIGURATION_ENABLED'] = 'false';
process.env['DD_PROFILING_ENABLED'] = 'true';
process.env['DD_TRACE_STARTUP_LOGS'] = 'false';
// @ts-expect-error It has no types.
await import('dd-trace/initialize.mjs');
