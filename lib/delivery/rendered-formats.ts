import type { Report, ReportFormat } from '../model/report.interface.js';
import type { ReportRenderer } from '../report/report-renderer.js';

/**
 * Renders a report once in each format, when it is first requested, and keeps the bytes.
 *
 * @internal
 */
export class RenderedFormats {
  private readonly formats = new Map<ReportFormat, Promise<Uint8Array>>();
  private renderedBytes = 0;

  constructor(
    private readonly report: Report,
    private readonly renderer: Pick<ReportRenderer, 'render'>,
  ) {}

  /** The size of all formats that were rendered so far. */
  get bytes(): number {
    return this.renderedBytes;
  }

  async render(format: ReportFormat): Promise<Uint8Array> {
    const known = this.formats.get(format);
    if (known) return known;
    const rendering = this.renderer.render(this.report, format);
    this.formats.set(format, rendering);
    rendering.then(
      bytes => (this.renderedBytes += bytes.byteLength),
      // A notifier that retries may succeed.
      () => this.formats.delete(format),
    );
    return rendering;
  }
}
