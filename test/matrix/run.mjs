// Runs the packed library in real applications, on every supported Node and Nest, on Express and Fastify. Each application
// is an ES module and a CommonJS module.
//   npm run test:matrix [-- --node 22] [-- --nest 12]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compile } from '../consumer/compile.mjs';
import { nodeBinary } from '../consumer/npm.mjs';
import { pack } from '../consumer/pack.mjs';
import { atATime, createReport } from '../consumer/report.mjs';
import { runCell } from './cell.mjs';
import { installConsumer } from './consumer.mjs';

/** 11.1.4 is the oldest version that package.json allows. */
const NESTS = ['11.1.4', '11', '12'];
const NODES = ['20', '22', '24', '26'];
const FORMATS = ['esm', 'cjs'];
const ADAPTERS = ['express', 'fastify'];
const AT_A_TIME = 2;

const { values } = parseArgs({ options: { node: { type: 'string' }, nest: { type: 'string' } } });
const nodes = NODES.filter(node => !values.node || node === values.node);
const nests = NESTS.filter(nest => !values.nest || nest === values.nest);
const { report, end } = createReport();

const temporary = await mkdtemp(join(tmpdir(), 'performance-monitor-matrix-'));
try {
  const { tarball } = await pack(temporary);
  const binaries = new Map();
  await atATime(AT_A_TIME, nodes, major =>
    report(`Node ${major}`, async () => binaries.set(major, await nodeBinary(temporary, major))),
  );
  for (const nest of nests) {
    let home;
    await report(`Nest ${nest}`, async () => (home = await installConsumer(temporary, nest, tarball)));
    if (home === undefined) continue;
    await atATime(AT_A_TIME, FORMATS, format =>
      report(`Nest ${nest}, ${format}, types`, () => compile(join(home, format))),
    );
    await atATime(AT_A_TIME, cells([...binaries.keys()]), ([major, format, adapter]) =>
      report(`Nest ${nest}, Node ${major}, ${format}, ${adapter}`, () =>
        runCell({ node: binaries.get(major), folder: join(home, format), adapter }),
      ),
    );
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}
end();

function cells(majors) {
  return majors.flatMap(major => FORMATS.flatMap(format => ADAPTERS.map(adapter => [major, format, adapter])));
}
