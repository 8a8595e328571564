// Runs the packed library together with other packages.
//   npm run test:host [-- graphql ws] [--nest 12] [--node 24] [--keep folder]
//
// Each application runs without the monitor, with it, and with `enabled: false`. Each difference is a failure.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeBinary } from '../consumer/npm.mjs';
import { pack } from '../consumer/pack.mjs';
import { atATime, createReport } from '../consumer/report.mjs';
import { APPS } from './apps.mjs';
import { differences, faultsOfBaseline } from './compare.mjs';
import { compileHosts, installHosts } from './consumer.mjs';
import { runOnce } from './one-run.mjs';
import { startRedis } from './redis.mjs';

/** One more than the cores of a small machine, because the applications wait part of the time. */
const AT_A_TIME = 3;
const binaries = {};
const MAX_LINES = 12;
const NEWER_NODE = '24';
const NESTS = ['12', '11'];

const { values, positionals: words } = parseArgs({
  options: { nest: { type: 'string' }, node: { type: 'string' }, keep: { type: 'string' } },
  allowPositionals: true,
});
const apps = APPS.filter(({ name }) => words.length === 0 || words.some(word => name.includes(word)));
const { report, end } = createReport();

const temporary = values.keep ?? (await mkdtemp(join(tmpdir(), 'performance-monitor-host-')));
await mkdir(temporary, { recursive: true });
const redis = apps.some(app => app.redis) ? await startRedis(temporary) : undefined;
try {
  const { tarball } = await pack(temporary);
  const nests = NESTS.filter(nest => (!values.nest || nest === values.nest) && appsOf(nest).length > 0);
  const homes = new Map();
  await atATime(AT_A_TIME, nests, nest =>
    report(`Nest ${nest}, packages`, async () => homes.set(nest, await installHosts(temporary, nest, tarball))),
  );
  for (const nest of nests.filter(each => homes.has(each))) {
    const home = homes.get(nest);
    const wanted = appsOf(nest);
    await report(`Nest ${nest}, types`, () => compileHosts(home, wanted));
    const cells = wanted.flatMap(app => adaptersOf(app, nest).map(adapter => ({ home, app, adapter, nest })));
    await atATime(AT_A_TIME, cells, cell => report(title(cell), () => runCell(cell)));
  }
} finally {
  await redis?.stop();
  if (values.keep === undefined) await rm(temporary, { recursive: true, force: true });
}
end();

function appsOf(nest) {
  return apps.filter(({ nests = ['12'] }) => nests.includes(nest));
}

/** The newest Nest on each platform, the older one on the first platform only. */
function adaptersOf({ adapters }, nest) {
  return nest === NESTS[0] ? adapters : adapters.slice(0, 1);
}

function title({ app, adapter, nest }) {
  return `${app.name}, ${adapter}, Nest ${nest}`;
}

async function runCell({ home, app, adapter }) {
  const node = await nodeFor(app);
  const run = mode => runOnce({ node, home, app, adapter, mode, env: { HOST_REDIS_PORT: redis?.port } });
  const without = await run('without');
  const found = faultsOfBaseline(without);
  if (found.length === 0) {
    for (const mode of ['with', 'disabled']) {
      found.push(...few(differences(without, await run(mode))).map(line => `${mode}: ${line}`));
    }
  }
  if (found.length > 0) throw new Error(found.join('\n'));
}

function few(lines) {
  const rest = lines.length - MAX_LINES;
  return rest > 0 ? [...lines.slice(0, MAX_LINES), `and ${rest} more`] : lines;
}

/** The running Node, or a newer one that the packages need. */
function nodeFor({ minNode = 0 }) {
  const running = process.versions.node.split('.', 1)[0];
  const major = values.node ?? (Number(running) >= minNode ? running : NEWER_NODE);
  binaries[major] ??= nodeBinary(temporary, major);
  return binaries[major];
}
