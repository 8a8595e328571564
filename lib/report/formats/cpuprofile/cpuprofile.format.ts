import type { Report } from '../../../model/report.interface.js';
import { Stepper } from '../../../platform/stepper.js';
import type { Steps } from '../../../platform/steps.js';
import type { Format } from '../format.interface.js';
import { TextFile } from '../text-file.js';
import { type CpuTrack, cpuTrack, timeDeltas } from './cpu-track.js';

/** Microseconds. DevTools ignores the time 0. */
const START = 1;

/** A CPU profile of V8: for Chromium's DevTools, Visual Studio Code, speedscope and the Firefox Profiler. @internal */
export const cpuprofileFormat: Format = work => report => work.run(renderCpuprofile(report));

/** @internal */
export function* renderCpuprofile(report: Report): Steps<Uint8Array> {
  const track = yield* cpuTrack(report);
  const { hits, children } = yield* linksOf(track);
  const file = new TextFile();
  file.add(`{"startTime":${START},"endTime":${START + track.duration},\n"nodes":[\n`);
  yield* file.addItems(withLinks(track, hits, children), ',\n');
  file.add('\n],\n"samples":[');
  yield* file.addItems(track.samples);
  file.add('],\n"timeDeltas":[');
  yield* file.addItems(timeDeltas(track));
  file.add(']}\n');
  return file.finish();
}

interface Links {
  readonly hits: ReadonlyMap<number, number>;
  readonly children: ReadonlyMap<number, readonly number[]>;
}

function* linksOf({ nodes, samples }: CpuTrack): Steps<Links> {
  const stepper = new Stepper();
  const hits = new Map<number, number>();
  for (const id of samples) {
    hits.set(id, (hits.get(id) ?? 0) + 1);
    if (stepper.isDue()) yield;
  }
  const children = new Map<number, number[]>();
  for (const { id, parent } of nodes) {
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [id]);
    else siblings.push(id);
    if (stepper.isDue()) yield;
  }
  return { hits, children };
}

/** A profile has links from above to below. */
function* withLinks({ nodes }: CpuTrack, hits: Links['hits'], children: Links['children']): Generator<object, void> {
  for (const { id, callFrame } of nodes)
    yield { id, callFrame, hitCount: hits.get(id) ?? 0, children: children.get(id) ?? [] };
}
