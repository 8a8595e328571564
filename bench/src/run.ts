// npm run bench -- [--quick] [--only=overhead,attribution,loop,memory,boot,outage] [--workloads=db] [--against=<another checkout, built>]
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { measureAttribution } from './attribution/attribution.js';
import { measureBoot } from './boot/boot.js';
import { measureLoop } from './loop/loop.js';
import { measureMemory } from './memory/memory.js';
import { measureOutage } from './outage/outage.js';
import { chaptersOf } from './output/chapters.js';
import { markdownTable, textTable } from './output/table.js';
import { measureOverhead } from './overhead/overhead.js';
import type { Results } from './results.js';
import { settingsFrom } from './settings.js';

async function main(): Promise<void> {
  const settings = settingsFrom(process.argv.slice(2));
  const results: Results = {
    node: process.version,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    startedAt: new Date().toISOString(),
    quick: settings.quick,
  };
  const wanted = new Set(settings.sections);
  if (wanted.has('overhead')) results.overhead = await measureOverhead(settings.overhead);
  if (wanted.has('attribution')) results.attribution = await measureAttribution(settings.attribution);
  if (wanted.has('loop')) results.loop = await measureLoop(settings.loop);
  if (wanted.has('memory')) results.memory = await measureMemory(settings.memory);
  if (wanted.has('outage')) results.outage = await measureOutage(settings.outage);
  if (wanted.has('boot')) results.boot = await measureBoot(settings.boot);

  const headline = `Node ${results.node}, ${results.machine}${results.quick ? '. QUICK: the figures are meaningless' : ''}`;
  const chapters = chaptersOf(results);
  console.log(headline);
  for (const { title, rows, notes } of chapters) console.log(`\n${title}\n\n${textTable(rows)}\n\n${notes.join('\n')}`);

  const markdown = chapters.map(
    ({ title, rows, notes }) =>
      `### ${title}\n\n${markdownTable(rows)}\n\n${notes.map(note => `- ${note}`).join('\n')}\n`,
  );
  await writeFile(new URL('../results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(new URL('../results.md', import.meta.url), `${headline}\n\n${markdown.join('\n')}`);
}

void main();
