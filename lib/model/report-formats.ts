import type { ReportFormat } from './report.interface.js';

/** The formats that this version can render. @internal */
export const SUPPORTED_FORMATS = ['html', 'json', 'markdown'] as const satisfies readonly ReportFormat[];
