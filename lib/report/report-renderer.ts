import { Injectable } from '@nestjs/common';
import { SUPPORTED_FORMATS } from '../model/report-formats.js';
import type { Report, ReportFormat } from '../model/report.interface.js';
import { OwnWork } from '../overhead/own-work.js';
import type { RenderReport } from './formats/format.interface.js';
import { FORMATS } from './formats/index.js';

/**
 * Renders reports. Each format is a function of the same document.
 *
 * @internal
 */
@Injectable()
export class ReportRenderer {
  private readonly renderers = new Map<ReportFormat, RenderReport>();

  constructor(private readonly work: OwnWork) {}

  /**
   * @returns the bytes of the file to write or send
   * @throws Error, by rejecting, when there is no such format, or the HTML page was not built
   */
  async render(report: Report, format: ReportFormat): Promise<Uint8Array> {
    // Other names can come from JavaScript.
    if (!SUPPORTED_FORMATS.includes(format)) {
      throw new Error(`Reports cannot be rendered as "${format}", only as ${SUPPORTED_FORMATS.join(', ')}`);
    }
    const render = this.renderers.get(format) ?? FORMATS[format](this.work);
    this.renderers.set(format, render);
    return render(report);
  }
}
