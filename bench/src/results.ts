import type { AttributionResult } from './attribution/attribution.js';
import type { BootResult } from './boot/boot.js';
import type { LoopResult } from './loop/loop.js';
import type { MemoryStep } from './memory/memory.js';
import type { OutageResult } from './outage/outage.js';
import type { OverheadResult } from './overhead/overhead.js';

/** All figures: the content of `results.json`. */
export interface Results {
  readonly node: string;
  readonly machine: string;
  readonly startedAt: string;
  /** If true, the figures are meaningless. */
  readonly quick: boolean;
  overhead?: readonly OverheadResult[];
  attribution?: AttributionResult;
  loop?: LoopResult;
  memory?: readonly MemoryStep[];
  outage?: OutageResult;
  boot?: BootResult;
}
