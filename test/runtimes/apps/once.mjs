// Starts, answers, reports and closes. The parent process checks its output.
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slowReport, start, tell } from './nest.mjs';

const outputDir = mkdtempSync(join(tmpdir(), 'reports-'));
const running = await start({ options: { localFile: { outputDir, formats: ['html'] } } });
tell(await slowReport(running));
const flushed = await running.monitor.flush('30s');
const page = readdirSync(outputDir).find(name => name.endsWith('.html')) ?? 'no file';
const isWhole = /^<!doctype html>[^]*<\/html>\s*$/i.test(readFileSync(join(outputDir, page), 'utf8'));
console.log(`page ${flushed && isWhole}`);
// The recorder has finished its rotations by then.
await new Promise(resolve => setTimeout(resolve, 1_500));
await running.app.close();
console.log('closed');
