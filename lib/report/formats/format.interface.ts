import type { Report } from '../../model/report.interface.js';
import type { OwnWork } from '../../overhead/own-work.js';

/**
 * One format of reports. Its name, file extension and media type are a line of `model/report-formats.ts`, because
 * options and notifiers need them.
 *
 * @param work runs the renderer's steps in short slices of the event loop
 * @returns the renderer of one application
 * @internal
 */
export type Format = (work: Pick<OwnWork, 'run'>) => RenderReport;

/**
 * Renders one report.
 *
 * @returns the bytes of the file; text is UTF-8
 * @throws Error, by rejecting
 * @internal
 */
export type RenderReport = (report: Report) => Promise<Uint8Array>;
