/**
 * A form in which a report can be rendered.
 *
 * - `html`: a page for people that loads nothing else.
 * - `json`: the {@link Report} as a document for programs.
 * - `markdown`: a text of at most 60 kB for a chat, an issue or an assistant.
 * - `cpuprofile`: the functions in the order of time, for Chromium's DevTools and Visual Studio Code.
 * - `speedscope`: functions, waits and spans in the order of time, for https://www.speedscope.app.
 * - `trace`: functions, waits and spans on one axis of time, for Chromium's DevTools, Perfetto and the Firefox Profiler.
 * - `pprof`: the sums of the call tree, compressed, for `go tool pprof` and Pyroscope.
 *
 * `docs/formats.md` lists the content of each in each tool.
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

/** The file types of the formats. `report/formats/index.ts` has their renderers. @internal */
export const REPORT_FORMATS = {
  html: { extension: 'html', mediaType: 'text/html' },
  json: { extension: 'json', mediaType: 'application/json' },
  markdown: { extension: 'md', mediaType: 'text/markdown' },
  cpuprofile: { extension: 'cpuprofile', mediaType: 'application/json' },
  speedscope: { extension: 'speedscope.json', mediaType: 'application/json' },
  trace: { extension: 'trace.json', mediaType: 'application/json' },
  pprof: { extension: 'pb.gz', mediaType: 'application/gzip' },
} as const satisfies Record<ReportFormat, ReportFileType>;

/** The names of the formats. @internal */
export const SUPPORTED_FORMATS = Object.keys(REPORT_FORMATS) as readonly ReportFormat[];
