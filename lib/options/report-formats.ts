/** The formats that this version can render, of those that `ReportFormat` names. @internal */
export const SUPPORTED_FORMATS = ['html', 'json'] as const;
