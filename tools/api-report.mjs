// Compares the public types with `etc/nestjs-performance-monitor.api.md`.
//   node tools/api-report.mjs            fails and prints the difference
//   node tools/api-report.mjs --update   writes the report
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Nest calls their constructors, so the parameters are internal. They lead to nearly every type in `lib/`. */
const INJECTED = /export declare class PerformanceMonitor(?:HealthIndicator|Module|Service) /;
const CONSTRUCTOR = /^ +constructor\([^;]*\);\n/m;
const QUIET = new Set([
  'console-preamble',
  'console-compiler-version-notice',
  'console-api-report-unchanged',
  'console-api-report-not-copied',
]);

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const types = join(root, 'build', 'types');
const update = process.argv.includes('--update');

emitDeclarations();
const config = ExtractorConfig.loadFileAndPrepare(join(root, 'api-extractor.json'));
mkdirSync(config.reportFolder, { recursive: true });
const { succeeded, apiReportChanged } = Extractor.invoke(config, {
  localBuild: update,
  printApiReportDiff: true,
  messageCallback: message => {
    if (QUIET.has(message.messageId)) message.logLevel = 'none';
  },
});
if (!succeeded) process.exitCode = 1;
if (apiReportChanged && !update) console.error('The public API has changed. If you meant it: npm run api:update');

/** `npm run types` checks the types: a second check here would double the time. */
function emitDeclarations() {
  rmSync(types, { recursive: true, force: true });
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const folders = ['--outDir', types, '--declarationDir', types];
  execFileSync(
    process.execPath,
    [tsc, '-p', join(root, 'tsconfig.build.json'), ...folders, '--emitDeclarationOnly', '--noCheck'],
    {
      stdio: 'inherit',
    },
  );
  for (const name of readdirSync(types, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = join(types, name);
    const text = readFileSync(file, 'utf8');
    if (INJECTED.test(text)) writeFileSync(file, text.replace(CONSTRUCTOR, ''));
  }
}
