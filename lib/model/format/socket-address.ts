/**
 * The end of a connection as reports write it: `127.0.0.1:5432`, `[::1]:5432`.
 *
 * @param address an IP address
 * @internal
 */
export function socketAddress(address: string, port: number): string {
  const host = address.startsWith('::ffff:') ? address.slice(7) : address;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
