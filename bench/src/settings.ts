import { parseArgs } from 'node:util';

export const SECTIONS = ['overhead', 'attribution', 'loop', 'memory', 'boot', 'outage'] as const;

export type Section = (typeof SECTIONS)[number];

/** The extent of the measurements. */
export interface Settings {
  readonly sections: readonly Section[];
  readonly overhead: {
    /** Half width of the ratio's 95 % interval at which the measurement stops. */
    readonly targetHalfWidth: number;
    readonly minRestarts: number;
    readonly roundsPerRestart: number;
    readonly windowMs: number;
    readonly warmUpMs: number;
    /** Time limit for each workload. */
    readonly capMs: number;
    /** Another built checkout of this repository, to compare with. */
    readonly against?: string;
    /** The names of the workloads; all of them by default. */
    readonly workloads?: readonly string[];
  };
  /** Rounds of 50 executions. */
  readonly attribution: { readonly rounds: number };
  readonly loop: { readonly executions: number; readonly rotationLoadMs: number };
  readonly memory: { readonly steps: number; readonly requestsPerStep: number };
  readonly outage: {
    readonly rounds: number;
    readonly windowMs: number;
    readonly warmUpMs: number;
    readonly closings: number;
  };
  /** Rounds of one process for each variant. */
  readonly boot: { readonly rounds: number };
}

const FULL: Omit<Settings, 'sections'> = {
  overhead: {
    targetHalfWidth: 0.015,
    minRestarts: 3,
    roundsPerRestart: 15,
    windowMs: 250,
    warmUpMs: 1_500,
    capMs: 300_000,
  },
  attribution: { rounds: 3 },
  loop: { executions: 20, rotationLoadMs: 30_000 },
  memory: { steps: 4, requestsPerStep: 50_000 },
  outage: { rounds: 16, windowMs: 2_000, warmUpMs: 5_000, closings: 2 },
  boot: { rounds: 25 },
};

/** Shows that everything works. The figures are meaningless. */
const QUICK: Omit<Settings, 'sections'> = {
  overhead: { targetHalfWidth: 0.015, minRestarts: 2, roundsPerRestart: 3, windowMs: 100, warmUpMs: 500, capMs: 1 },
  attribution: { rounds: 1 },
  loop: { executions: 3, rotationLoadMs: 3_000 },
  memory: { steps: 4, requestsPerStep: 1_000 },
  outage: { rounds: 2, windowMs: 500, warmUpMs: 500, closings: 1 },
  boot: { rounds: 2 },
};

/**
 * Reads `--quick`, `--only=overhead,loop`, `--workloads=db,api` and `--against=<another checkout, built>`.
 *
 * @throws TypeError for an unknown argument or section
 */
export function settingsFrom(args: readonly string[]): Settings & { readonly quick: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      against: { type: 'string' },
      workloads: { type: 'string' },
    },
  });
  const sections = values.only === undefined ? SECTIONS : values.only.split(',').map(sectionOf);
  const amount = values.quick ? QUICK : FULL;
  const given = {
    ...(values.against !== undefined && { against: values.against }),
    ...(values.workloads !== undefined && { workloads: values.workloads.split(',') }),
  };
  const overhead = { ...amount.overhead, ...given };
  return { sections, quick: values.quick, ...amount, overhead };
}

function sectionOf(text: string): Section {
  const found = SECTIONS.find(section => section === text.trim());
  if (found === undefined) throw new TypeError(`--only takes ${SECTIONS.join(', ')}, not '${text}'`);
  return found;
}
