// Its agent is not running. Its own profiler is on, and samples V8 as the monitor does.
process.env['DD_TRACE_AGENT_URL'] = 'http://127.0.0.1:9';
process.env['DD_INSTRUMENTATION_TELEMETRY_ENABLED'] = 'false';
process.env['DD_REMOTE_CONFIGURATION_ENABLED'] = 'false';
process.env['DD_PROFILING_ENABLED'] = 'true';
process.env['DD_TRACE_STARTUP_LOGS'] = 'false';
// @ts-expect-error The package has no types.
await import('dd-trace/initialize.mjs');
