import { Injectable } from '@nestjs/common';
import { type HtmlTemplate, loadTemplate, renderHtml } from './formats/html/html.format.js';
import { SUPPORTED_FORMATS } from '../model/report-formats.js';
import { renderJson } from './formats/json/json.format.js';
import { renderMarkdown } from './formats/markdown/markdown.format.js';
import type { Report, ReportFormat } from '../model/report.interface.js';
import { OwnWork } from '../overhead/own-work.js';

type SupportedFormat = (typeof SUPPORTED_FORMATS)[number];

/**
 * Renders reports: each format is a function of the same document.
 *
 * @internal
 */
@Injectable()
export class ReportRenderer {
  private readonly formats: Record<SupportedFormat, (report: Report) => Promise<Uint8Array>> = {
    html: report => this.renderHtml(report),
    json: report => this.work.run(renderJson(report)),
    markdown: report => this.work.run(renderMarkdown(report)),
  };
  private template?: Promise<HtmlTemplate>;

  constructor(private readonly work: OwnWork) {}

  /**
   * @returns the bytes of the file to write or send
   * @throws Error when the format is not one of {@link SUPPORTED_FORMATS}, or the HTML page was not built.
   */
  async render(report: Report, format: ReportFormat): Promise<Uint8Array> {
    if (!isSupported(format)) {
      throw new Error(`Reports cannot be rendered as "${format}", only as ${SUPPORTED_FORMATS.join(', ')}`);
    }
    return this.formats[format](report);
  }

  private async renderHtml(report: Report): Promise<Uint8Array> {
    this.template ??= loadTemplate();
    try {
      const template = await this.template;
      return await renderHtml(await this.work.run(renderJson(report)), template);
    } catch (error) {
      // The next report reads the page again: it may have been built by then.
      this.template = undefined;
      throw error;
    }
  }
}

function isSupported(format: ReportFormat): format is SupportedFormat {
  return SUPPORTED_FORMATS.some(supported => supported === format);
}
