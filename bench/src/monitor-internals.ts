// Steps of the monitor that are timed one by one. Nothing of this is public.
export { AlertBuilder } from '../../dist/alerts/alert-builder.js';
export { AlertPipeline } from '../../dist/alerts/alert-pipeline.js';
export { diagnoseInSteps } from '../../dist/diagnosis/diagnose.js';
export type { FinishedExecution } from '../../dist/execution/finished-execution.interface.js';
export { FlightRecorder } from '../../dist/recorder/flight-recorder.js';
export type { RecordingHandle } from '../../dist/recorder/recording-handle.interface.js';
export { SourceMapResolver } from '../../dist/report/source-maps.js';
