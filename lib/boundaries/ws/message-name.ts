/**
 * The name of a message's executions: `ws orders.create`. Objects are written as JSON.
 *
 * Only handlers have names, and a client cannot add a handler: the number of names needs no limit.
 *
 * @internal
 */
export function messageName(message: unknown): string {
  return `ws ${typeof message === 'object' ? jsonOf(message) : String(message)}`;
}

function jsonOf(message: unknown): string {
  try {
    return JSON.stringify(message);
  } catch {
    return '(unreadable)';
  }
}
