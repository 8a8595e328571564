#!/usr/bin/env node
import { isSupportedNode, SUPPORTED_NODE } from './node-version.js';

const { node } = process.versions;
// An older Node fails to load the rest, with an error that names no remedy. Newer lines of odd numbers may work.
if (isSupportedNode(node) || Number.parseInt(node, 10) > 20) {
  const { run } = await import('./run.js');
  await run(process);
} else {
  process.stderr.write(`nestjs-performance-monitor needs Node ${SUPPORTED_NODE}, and this is ${node}: update Node\n`);
  process.exitCode = 2;
}
