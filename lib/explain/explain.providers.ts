import type { Provider } from '@nestjs/common';
import { Diagnoser } from './diagnoser.js';
import { Explainer } from './explainer.js';
import { ExplanationQueue } from './explanation-queue.js';
import { MappedRecordings } from './mapped-recordings.js';
import { ReportWriter } from './report-writer.js';

/** Explains slow executions. `Blame` is provided where fingerprints are assigned. @internal */
export const explainProviders: Provider[] = [MappedRecordings, Diagnoser, ReportWriter, Explainer, ExplanationQueue];
