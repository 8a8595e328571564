import type { ReportFormat } from '../../model/report-formats.js';

/** One document to store. @internal */
export interface StoredObject {
  /** The report's id. */
  readonly id: string;
  /** The name that its file would have. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

/** A place for reports beyond the host. @internal */
export interface ReportStore {
  /** Each report is stored in these. */
  readonly formats: readonly ReportFormat[];
  /** @returns the place, as messages name it @throws DeliveryError */
  put(object: StoredObject, signal: AbortSignal): Promise<string>;
  /** @returns a sentence about the store that answers @throws DeliveryError */
  look(signal: AbortSignal): Promise<string>;
  /** Deletes the reports of before `timeMs`. Absent where they expire by themselves. */
  removeBefore?(timeMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}
