import { readFile } from 'node:fs/promises';

/**
 * The page that `npm run build:viewer` makes. The package's build puts the page itself in the place of this module, so
 * that a bundle of the application carries it along.
 *
 * @internal
 */
export async function viewerPage(): Promise<string> {
  const file = new URL('../../../../viewer/dist/viewer.html', import.meta.url);
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file.pathname} cannot be read; "npm run build:viewer" makes it`, { cause });
  });
}
