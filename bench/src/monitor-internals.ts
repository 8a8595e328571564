// Internal steps of the monitor, which the bench times one by one.
export {
  AlertComposer,
  AlertPipeline,
  diagnosing,
  Explainer,
  FlightRecorder,
  OwnWork,
  SourceMapResolver,
  type FinishedExecution,
  type RecordingHandle,
} from '../../dist/internals.js';
