import type { VerdictKind } from '../../model/report.interface.js';
import { awaiting } from './await.finding.js';
import { cpu } from './cpu.finding.js';
import { cpuStarved } from './cpu-starved.finding.js';
import { eventLoopBlocked } from './event-loop-blocked.finding.js';
import type { FindingRule } from './finding.interface.js';
import { garbageCollection } from './garbage-collection.finding.js';
import { io } from './io.finding.js';
import { poolWait } from './pool-wait.finding.js';
import { repeatedIo } from './repeated-io.finding.js';
import { slowClient } from './slow-client.finding.js';
import { timer } from './timer.finding.js';
import { unexplained } from './unexplained.finding.js';

/** The time in a queue is no part of the duration: see `queued-verdict.ts`. */
type FoundKind = Exclude<VerdictKind, 'queued'>;

/** A rule for each kind of verdict. Where two findings explain equally much, the rule listed first wins. @internal */
export const FINDING_RULES: { readonly [Kind in FoundKind]: FindingRule<Kind> } = {
  cpu,
  'cpu-starved': cpuStarved,
  'event-loop-blocked': eventLoopBlocked,
  'garbage-collection': garbageCollection,
  'repeated-io': repeatedIo,
  io,
  timer,
  await: awaiting,
  'pool-wait': poolWait,
  'slow-client': slowClient,
  unexplained,
};
