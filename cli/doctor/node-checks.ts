import { loopRefusal } from '../../lib/recorder/loop-refusal.js';
import { whyNotSampled } from '../../lib/recorder/sampling/not-sampled.js';
import { isSupportedNode, SUPPORTED_NODE } from '../node-version.js';
import type { Environment } from '../terminal/terminal.js';
import type { Check } from './check.interface.js';

/** The limits of this Node, and of the variables that every Node reads. The application may run with another one. */
export function nodeChecks(environment: Environment, versions: NodeJS.ProcessVersions = process.versions): Check[] {
  const subject = 'Node';
  const refusal = loopRefusal(versions);
  const obstacle = whyNotSampled({ execArgv: [], env: environment });
  return [
    isSupportedNode(versions.node)
      ? { subject, state: 'ok', text: `${versions.node} is supported` }
      : { subject, state: 'failed', text: `${versions.node} is not supported: install ${SUPPORTED_NODE}` },
    ...(refusal === undefined
      ? []
      : [{ subject, state: 'failed', text: `${refusal}. Reports have durations only` } as const]),
    ...(obstacle === undefined
      ? []
      : [{ subject, state: 'failed', text: `reports name no functions, because ${obstacle}` } as const]),
  ];
}
