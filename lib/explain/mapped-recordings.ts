import { Injectable } from '@nestjs/common';
import type { Recording } from '../recorder/recording.interface.js';
import type { RecordingHandle } from '../recorder/recording-handle.interface.js';
import { SourceMapResolver } from '../report/source-maps/source-maps.js';
import { step } from './explain.error.js';

/**
 * The first step: cuts a recording and maps its frames to the application's sources.
 *
 * @internal
 */
@Injectable()
export class MappedRecordings {
  constructor(private readonly sourceMaps: SourceMapResolver) {}

  /** @throws ExplainError */
  async cut(handle: RecordingHandle): Promise<Recording> {
    const recording = await step('A recording could not be cut', () => handle.cut());
    return step('A recording could not be mapped to its sources', () => this.sourceMaps.resolve(recording));
  }
}
