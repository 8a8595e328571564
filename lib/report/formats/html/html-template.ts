import { errorText } from '../../../privacy/error-text.js';

const PLACEHOLDER = '@@REPORT@@';

/** The built page, cut at the place of the report. @internal */
export interface HtmlTemplate {
  readonly head: Buffer;
  readonly tail: Buffer;
}

/**
 * Loads the page when the first report is rendered. An application without HTML reports does not keep it in memory.
 *
 * @throws Error when it cannot be loaded, or is not the template
 * @internal
 */
export async function loadTemplate(load: () => Promise<string> = loadPage): Promise<HtmlTemplate> {
  const page = await load().catch((cause: unknown) => {
    const remedy = 'if the application is bundled, deploy every file that the bundler wrote';
    throw new Error(`The page of HTML reports cannot be loaded (${errorText(cause)}): ${remedy}`, { cause });
  });
  const [head, tail, ...more] = page.split(PLACEHOLDER);
  if (head === undefined || tail === undefined || more.length > 0) {
    throw new Error('The page of HTML reports has no place for a report');
  }
  return { head: Buffer.from(head), tail: Buffer.from(tail) };
}

async function loadPage(): Promise<string> {
  const { viewerPage } = await import('./viewer-page.js');
  return viewerPage();
}
