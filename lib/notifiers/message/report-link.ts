/** Characters of a path that end a link, or are markup, in one chat or another. */
const UNSAFE = /[^A-Za-z0-9\-._~/%]/g;

/**
 * The address of a report's file below an address of the operator's. It consists of characters that are no markup.
 *
 * @param path of the file or object below that address
 * @example
 * linkBelow('https://reports.example.com/orders', 'a.html'); // https://reports.example.com/orders/a.html
 *
 * @internal
 */
export function linkBelow(baseUrl: string, path: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${`${pathname.replace(/\/+$/, '')}/${path}`.replace(UNSAFE, encoded)}`;
}

function encoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
