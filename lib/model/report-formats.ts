/**
 * A form in which a report can be rendered. This version renders three of them. The options refuse the others, and
 * `Alert.render()` rejects for them.
 *
 * - `html`: a page for people that loads nothing else. Rendered.
 * - `json`: the {@link Report} as a document for programs. Rendered.
 * - `markdown`: a text of at most 60 kB for a chat, an issue or an assistant. Rendered.
 * - `cpuprofile`, `speedscope`, `trace`, `pprof`: files of other tools. Not rendered yet.
 *
 * @publicApi
 */
export type ReportFormat = 'html' | 'json' | 'markdown' | 'cpuprofile' | 'speedscope' | 'trace' | 'pprof';

/** The type of a format's files. @internal */
export interface ReportFileType {
  /** The end of the file's name, without the dot: `md`. */
  readonly extension: string;
  /** The media type of an attachment: `text/markdown`. */
  readonly mediaType: string;
}

/** The file types of the formats that this version renders. `report/formats/index.ts` has their renderers. @internal */
export const REPORT_FORMATS = {
  html: { extension: 'html', mediaType: 'text/html' },
  json: { extension: 'json', mediaType: 'application/json' },
  markdown: { extension: 'md', mediaType: 'text/markdown' },
} as const satisfies Partial<Record<ReportFormat, ReportFileType>>;

/** A format that this version renders. @internal */
export type SupportedFormat = keyof typeof REPORT_FORMATS;

/** The names of the formats that this version renders. @internal */
export const SUPPORTED_FORMATS = Object.keys(REPORT_FORMATS) as readonly SupportedFormat[];
