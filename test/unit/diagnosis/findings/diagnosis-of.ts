import { diagnose } from '../../../../lib/diagnosis/diagnose.js';
import type { Diagnosis } from '../../../../lib/diagnosis/diagnosis.interface.js';
import type { Recording, Slice, WakeCause } from '../../../../lib/recorder/recording.interface.js';
import { recordingOf, slice } from '../recordings.js';

export function diagnosisOf(parts: Partial<Recording>): Diagnosis {
  return diagnose(recordingOf(parts), { ownDirectory: '/app/node_modules/own/dist/' });
}

/** `count` waits one after another, each `ms` long, with one millisecond of code between them. */
export function loop(count: number, ms: number, cause: WakeCause, spanAt: (i: number) => number = () => 1): Slice[] {
  const slices = [slice(1_000, 1_001, spanAt(0))];
  for (let i = 0; i < count; i++) {
    const start = 1_001 + i * (ms + 1) + ms;
    slices.push(slice(start, start + 1, spanAt(i), cause));
  }
  return slices;
}
