import type { EffectiveOptions } from '../../lib/options/effective-options.js';
import type { LiveSettings } from '../../lib/options/live-settings.js';
import { redactText } from '../../lib/privacy/redact-text.js';
import { Redactor } from '../../lib/privacy/redactor.js';
import { workingDirectory } from '../../lib/platform/working-directory.js';
import { EXIT } from '../command.error.js';
import type { CommandContext } from '../command-context.interface.js';
import { line } from '../terminal/text.js';
import type { Check } from './check.interface.js';
import { directoryChecks } from './directory-checks.js';
import type { DoctorOptions } from './doctor-options.interface.js';
import { printChecks, printSettings } from './doctor-text.js';
import { environmentFor } from './environment.js';
import { nodeChecks } from './node-checks.js';
import { notifierChecks, sendTest } from './notifier-checks.js';
import { Notifiers } from './notifiers.js';
import { redisChecks } from './redis-checks.js';
import { readSettings } from './settings.js';
import { sourceMapChecks } from './source-map-checks.js';

/** Checks the settings of environment and file, and all that the monitor needs. */
export async function doctor(
  entry: string | undefined,
  options: DoctorOptions,
  { terminal, environment: given }: CommandContext,
): Promise<number> {
  const environment = environmentFor(given, options);
  const { settings, checks: settingsChecks } = readSettings(environment);
  const progress = terminal.progress();
  const checks: Check[] = [];
  try {
    for (const [subject, check] of stepsFor(entry, options, settings)) {
      progress.show(line`checking ${subject}`);
      checks.push(...(await check()));
    }
  } finally {
    progress.end();
  }
  const all = masked([...nodeChecks(environment), ...settingsChecks, ...checks], settings);
  const effective = settings?.effective();
  print();
  return all.some(({ state }) => state === 'failed') ? EXIT.failed : EXIT.ok;

  function print(): void {
    if (options.json === true) return terminal.json({ checks: all, settings: effective });
    if (effective !== undefined) printSettings(terminal, shownSettings(effective, options.all === true));
    printChecks(terminal, all);
  }
}

type Step = readonly [subject: string, check: () => Promise<readonly Check[]>];

/** Wrong arguments end the command before anything is sent. */
function stepsFor(entry: string | undefined, options: DoctorOptions, settings: LiveSettings | undefined): Step[] {
  const { redis } = options;
  const steps: Step[] = [];
  if (entry !== undefined) steps.push(['source maps', () => sourceMapChecks(entry)]);
  if (redis !== undefined) steps.push(['Redis', () => redisChecks(redis, workingDirectory())]);
  if (settings === undefined) return steps;
  const { live } = settings;
  steps.push(['the output directory', () => directoryChecks(live.current.localFile)]);
  steps.push(['the notifiers', () => checkNotifiers(settings, options.sendTest === true)]);
  return steps;
}

async function checkNotifiers({ live }: LiveSettings, sends: boolean): Promise<readonly Check[]> {
  const notifiers = await Notifiers.open(live);
  try {
    return [...(await notifierChecks(notifiers)), ...(sends ? await sendTest(notifiers) : [])];
  } finally {
    await notifiers.close();
  }
}

/** No secret leaves the process, whatever text a server or a package put it into. */
function masked(checks: readonly Check[], settings: LiveSettings | undefined): Check[] {
  const redactor = settings && new Redactor(settings.live);
  const mask = (text: string): string => (redactor === undefined ? redactText(text) : redactor.text(text));
  return checks.map(check => ({ ...check, text: mask(check.text) }));
}

function shownSettings(effective: EffectiveOptions, all: boolean): EffectiveOptions {
  return Object.fromEntries(Object.entries(effective).filter(([, { source }]) => all || source !== 'default'));
}
