import { oneLine } from '../../model/format/one-line.js';

/** In UTF-16 units. Names contain user data, so one of them could fill the report. */
const MAX_NAME_LENGTH = 200;

/** A name for a headline, the tree or the timeline: one printable line of at most 200 characters. @internal */
export function showName(name: string): string {
  return oneLine(name, MAX_NAME_LENGTH);
}
