// Internals for `bench/` and for the tests of the built package. `package.json` does not export this file.
export { AlertClaims } from './alerts/alert-claims.js';
export { AlertComposer } from './alerts/alert-composer.js';
export { AlertPipeline } from './alerts/alert-pipeline.js';
export { Fingerprints } from './alerts/fingerprints.js';
export { Explainer } from './explain/explainer.js';
export { diagnosing } from './diagnosis/diagnose.js';
export type { FinishedExecution } from './model/finished-execution.interface.js';
export { FlightRecorder } from './recorder/flight-recorder.js';
export type { RecordingHandle } from './recorder/recording-handle.interface.js';
export { SourceMapResolver } from './report/source-maps/source-maps.js';
export { OverheadMeter } from './overhead/overhead-meter.js';
export { OwnWork } from './overhead/own-work.js';
