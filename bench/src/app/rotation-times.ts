import type { INestApplicationContext } from '@nestjs/common';

/** Times each rotation of the application's flight recorder, in milliseconds; at most the last 1 000. */
export async function timeRotations(app: INestApplicationContext): Promise<number[]> {
  const { FlightRecorder } = await import('../monitor-internals.js');
  const recorder = app.get(FlightRecorder, { strict: false });
  const rotate = recorder.rotate.bind(recorder);
  const times: number[] = [];
  recorder.rotate = () => {
    const start = performance.now();
    rotate();
    times.push(performance.now() - start);
    if (times.length > 1_000) times.shift();
  };
  return times;
}
