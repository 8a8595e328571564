// Steps of the monitor that are timed one by one. Nothing of this is public.
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
