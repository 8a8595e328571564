import { readFile } from 'node:fs/promises';

/**
 * The page that `npm run build:viewer` builds. The package's build replaces this module by one that contains the page,
 * because a bundler of the application copies code and no other files.
 *
 * @internal
 */
export async function viewerPage(): Promise<string> {
  const file = new URL('../../../../viewer/dist/viewer.html', import.meta.url);
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file.pathname} cannot be read; "npm run build:viewer" builds it`, { cause });
  });
}
