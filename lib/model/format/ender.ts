import type { EndedBy } from '../execution.interface.js';

/** The party that ended an execution, in a text: `ended by its client`. @internal */
export const ENDERS: Readonly<Record<EndedBy, string>> = {
  client: 'its client',
  timeout: 'a timeout',
  shutdown: 'the shutdown',
};
