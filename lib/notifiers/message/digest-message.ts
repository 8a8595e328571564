import { durationText } from '../../model/format/duration.js';
import type { Digest, DigestEndpoint } from '../../model/digest.interface.js';
import type { Message, Pieces } from './message.interface.js';

const QUIET = '#3db887';
const SOMETHING = '#e8a33d';

/** @internal */
export function digestMessage(digest: Digest): Message {
  const { slow, endpoints, more } = digest;
  const count = endpoints.length + more;
  const since = `since ${digest.since.slice(0, 16).replace('T', ' ')} UTC`;
  const headline =
    slow === 0
      ? `Nothing was slow ${since}`
      : `${times(slow)} slow at ${count} ${count === 1 ? 'endpoint' : 'endpoints'} ${since}`;
  const host: Pieces = [{ data: digest.host }, `, process ${digest.pid}`];
  return {
    headline,
    subject: `Digest: ${headline}`,
    color: slow === 0 ? QUIET : SOMETHING,
    tone: slow === 0 ? 'good' : 'warning',
    rows: [
      { label: ['Host'], value: host },
      ...endpoints.map(endpoint => ({ label: [{ data: endpoint.name }], value: [figures(endpoint)] })),
      ...(more > 0 ? [{ label: ['Others'], value: [`${more} more endpoints`] }] : []),
    ],
  };
}

function figures({ slow, p95Ms, worstMs, suppressed }: DigestEndpoint): string {
  const silent = suppressed > 0 ? `, ${suppressed} of them without an alert` : '';
  return `${times(slow)} slow${silent}; p95 ${durationText(p95Ms)}, worst ${durationText(worstMs)}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
