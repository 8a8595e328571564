// Runs the packed library with options of Node, with Bun and with Deno. Includes versions of Node that async hooks crash.
//   npm run test:runtimes [-- --only 24]
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addPackages, nodeBinary, npmInstall } from '../consumer/npm.mjs';
import { pack } from '../consumer/pack.mjs';
import { createReport } from '../consumer/report.mjs';
import { installConsumer } from '../matrix/consumer.mjs';
import { EVERY_NODE, NEWER_NODE, NEWEST_NODE, runnerOf, TIMES_ONLY } from './checks.mjs';

const NODES = ['20', '22', '24', '26'];
/** The oldest versions that package.json allows, and the last ones with the fault. */
const OLD_NODES = ['20.19.0', '22.12.0', '24.12.0'];
const OTHERS = { bun: '1.4.5', deno: '2.9.6' };

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = name => values.only === undefined || values.only === name;
const { report, end } = createReport();

const temporary = await mkdtemp(join(tmpdir(), 'performance-monitor-runtimes-'));
try {
  const { tarball } = await pack(temporary);
  const home = await installConsumer(temporary, '12', tarball);
  await addPackages(home, ['@fastify/under-pressure@9']);
  const folder = join(home, 'runtimes');
  await cp(fileURLToPath(new URL('apps', import.meta.url)), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  for (const version of [...NODES, ...OLD_NODES].filter(wanted)) {
    const major = Number.parseInt(version, 10);
    const checks = OLD_NODES.includes(version)
      ? TIMES_ONLY
      : { ...EVERY_NODE, ...(major >= 24 ? NEWER_NODE : {}), ...(major >= 26 ? NEWEST_NODE : {}) };
    await all(
      `Node ${version}`,
      checks,
      async () => [await nodeBinary(temporary, version)],
      folder,
      major,
      `Node ${version} `,
    );
  }
  for (const [name, version] of Object.entries(OTHERS).filter(([each]) => wanted(each))) {
    const command = async () => {
      await npmInstall(join(temporary, name), {}, [`${name}@${version}`]);
      const binary = join(temporary, name, 'node_modules', '.bin', name);
      return name === 'deno' ? [binary, 'run', '--allow-all'] : [binary];
    };
    await all(
      `${name} ${version}`,
      TIMES_ONLY,
      command,
      folder,
      0,
      `${name[0].toUpperCase()}${name.slice(1)} ${version} `,
    );
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}
end();

async function all(runtime, checks, makeCommand, folder, major, what) {
  let run;
  await report(runtime, async () => (run = runnerOf(await makeCommand(), folder)));
  if (run === undefined) return;
  for (const [name, check] of Object.entries(checks)) {
    await report(`${runtime}, ${name}`, () => check(run, folder, major, what));
  }
}
