import type { ExecutionDescription, TransportFacts } from '../../lib/model/finished-execution.interface.js';

/** Describes itself as a GET request of this status. */
export function described(status: number, facts: TransportFacts = {}): ExecutionDescription {
  return {
    method: 'GET',
    status,
    *describe() {
      yield;
      return { method: 'GET', status, ...facts };
    },
  };
}
