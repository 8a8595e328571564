import { Command, Option } from 'commander';
import { SUPPORTED_FORMATS } from '../lib/model/report-formats.js';
import { VERSION } from '../lib/platform/version.js';
import { wholeNumber } from './arguments.js';
import type { CommandContext } from './command-context.interface.js';
import type { CompareOptions } from './compare/compare.command.js';
import type { ConvertOptions } from './convert/convert.command.js';
import type { DoctorOptions } from './doctor/doctor-options.interface.js';
import type { ListOptions } from './list/list.command.js';
import type { OpenOptions } from './open/open.command.js';
import { line } from './terminal/text.js';

const JSON_OUTPUT = ['--json', 'print the result as JSON'] as const;
const EXIT_CODES = `
Exit codes: 0 all is right, 1 a check failed or the work could not be done, 2 wrong arguments or files.`;

/**
 * The commands and their options. The code of a command is loaded when it runs.
 *
 * @param setExitCode called by commands that fail without an error
 */
export function makeProgram(context: CommandContext, setExitCode: (code: number) => void): Command {
  const program = new Command('nestjs-performance-monitor')
    .description('Reports of nestjs-performance-monitor, and a check of its settings')
    .version(VERSION)
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      // The messages repeat arguments.
      outputError: text => context.terminal.note(line`${text} (--help lists the arguments)`),
    });

  program
    .command('open')
    .summary('open a report in the browser')
    .description('Opens a report in the browser: an HTML or JSON file, or the newest one of a directory.')
    .argument('[path]', 'a report or a directory (default: the output directory)')
    .option('--no-browser', 'only print the path of the page')
    .option(...JSON_OUTPUT)
    .action(async (path: string | undefined, options: OpenOptions) => {
      const { openReport } = await import('./open/open.command.js');
      await openReport(path, options, context);
    });

  program
    .command('convert')
    .summary('write reports in another format')
    .description('Writes HTML or JSON reports in another format.')
    .argument('<file...>', 'HTML or JSON reports')
    .addOption(new Option('--to <format>', 'the format').choices(SUPPORTED_FORMATS).makeOptionMandatory())
    .option('--out <path>', 'a file, a directory, or - for the standard output (default: beside each report)')
    .option('--force', 'replace existing files')
    .option(...JSON_OUTPUT)
    .action(async (files: string[], options: ConvertOptions) => {
      const { convertReports } = await import('./convert/convert.command.js');
      await convertReports(files, options, context);
    });

  program
    .command('compare')
    .summary('show what grew between two reports of one endpoint')
    .description(
      'Compares two reports of one endpoint: duration, parts of the time, methods, functions, queries and calls.',
    )
    .argument('<before>', 'the older report')
    .argument('<after>', 'the newer report')
    .option('--max-growth <percent>', 'fail when the duration grew by more', wholeNumber(0, 100_000))
    .option(...JSON_OUTPUT)
    .action(async (before: string, after: string, options: CompareOptions) => {
      const { compare } = await import('./compare/compare.command.js');
      setExitCode(await compare(before, after, options, context));
    });

  program
    .command('list')
    .summary('list the reports of a directory')
    .description('Lists the reports of a directory, the newest first.')
    .argument('[directory]', 'default: WPM_LOCAL_OUTPUT_DIR, or performance-reports in the temporary directory')
    .addOption(new Option('--sort <order>', 'the order of reports').choices(['newest', 'slowest']).default('newest'))
    .addOption(new Option('--by <group>', 'count the reports by endpoint or cause').choices(['endpoint', 'cause']))
    .option('--endpoint <text>', 'only endpoints with this text in their name')
    .option('--cause <kind>', 'only this kind of verdict: cpu, io, repeated-io, …')
    .option('--limit <number>', 'the number of lines', wholeNumber(1, 1_000_000), 20)
    .option(...JSON_OUTPUT)
    .action(async (directory: string | undefined, options: ListOptions) => {
      const { listReports } = await import('./list/list.command.js');
      await listReports(directory, options, context);
    });

  program
    .command('doctor')
    .summary('check settings, notifiers, output directory and source maps')
    .description(
      'Checks the settings of environment and file, and all that the monitor needs. Sends and changes nothing.',
    )
    .argument('[entry]', "the application's compiled entry, to check its source maps: dist/main.js")
    .option('--env-file <path>', 'read variables from this file, too')
    .option('--config <path>', 'the configuration file (default: WPM_CONFIG_FILE)')
    .option('--redis <url>', 'check the rights of claims in Redis or Valkey')
    .option('--send-test', 'send a test alert through every notifier')
    .option('--all', 'show the settings with their defaults, too')
    .option(...JSON_OUTPUT)
    .action(async (entry: string | undefined, options: DoctorOptions) => {
      const { doctor } = await import('./doctor/doctor.command.js');
      setExitCode(await doctor(entry, options, context));
    });

  return program;
}
