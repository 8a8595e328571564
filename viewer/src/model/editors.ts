/** Editors that open a file at a line by an address of their own. */
export const EDITORS = {
  vscode: 'VS Code',
  vscodium: 'VSCodium',
  cursor: 'Cursor',
  windsurf: 'Windsurf',
  zed: 'Zed',
  webstorm: 'WebStorm',
} as const;

export type Editor = keyof typeof EDITORS;

/** The reader's own editor, and the folder of the application on the reader's machine. */
export interface EditorChoice {
  /** Absent: places are only copied. */
  readonly editor?: Editor | undefined;
  /** An absolute path. A report has places from the working directory on. */
  readonly folder: string;
}

const PLACE = /^(.+?):(\d+)$/;
const ABSOLUTE = /^(?:\/|[a-z]:[\\/])/i;

export function isEditor(value: unknown): value is Editor {
  return typeof value === 'string' && Object.hasOwn(EDITORS, value);
}

/**
 * The address that opens a place in an editor. The scheme is always that of a known editor, and the rest is encoded: a
 * report can not lead to another program.
 *
 * @param place `src/orders.service.ts:42`
 * @returns `undefined` without an editor, a line or an absolute path, and for a place outside the folder
 */
export function editorLink({ editor, folder }: EditorChoice, place: string): string | undefined {
  const [, file, line] = PLACE.exec(place) ?? [];
  if (!isEditor(editor) || file === undefined || line === undefined) return undefined;
  const home = folder.trim();
  if (!ABSOLUTE.test(file) && !ABSOLUTE.test(home)) return undefined;
  const path = ABSOLUTE.test(file) ? file : `${home.replace(/[\\/]+$/, '')}/${file}`;
  const slashed = path.replaceAll('\\', '/').replace(/^(?!\/)/, '/');
  // Another machine, or a folder above the application's.
  if (slashed.startsWith('//') || slashed.split('/').includes('..')) return undefined;
  try {
    return addressOf(editor, slashed, line);
  } catch {
    // Half a character cannot be encoded.
    return undefined;
  }
}

/** @throws URIError */
function addressOf(editor: Editor, path: string, line: string): string {
  if (editor === 'webstorm') return `webstorm://open?file=${encodeURIComponent(path)}&line=${line}`;
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return `${editor}://file${encoded.replace(/^\/([a-z])%3A\//i, '/$1:/')}:${line}`;
}

/** The choice as it was kept, or none. */
export function readChoice(text: string | null): EditorChoice {
  try {
    const { editor, folder } = JSON.parse(text ?? '{}') as { editor?: unknown; folder?: unknown };
    return { editor: isEditor(editor) ? editor : undefined, folder: typeof folder === 'string' ? folder : '' };
  } catch {
    return { folder: '' };
  }
}
