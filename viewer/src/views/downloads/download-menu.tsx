import { useState } from 'preact/hooks';
import type { Report } from '../../../../lib/model/report.interface.js';
import { type Download, downloadFile, downloadName, DOWNLOADS } from '../../model/downloads.js';

/** The address of a file is kept until the browser has surely begun to read it. */
const KEPT_MS = 60_000;

/** Saves the report in another format, for other tools. The page itself writes the file. */
export function DownloadMenu({ report }: { report: Report }) {
  const [fault, setFault] = useState('');
  const save = async (format: Download) => {
    try {
      saveAs(await downloadFile(report, format), downloadName(report, format));
      setFault('');
    } catch (error) {
      setFault(`${DOWNLOADS[format]} cannot be written. ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return (
    <section class="downloads" aria-label="Download">
      <span>Download as</span>
      {(Object.keys(DOWNLOADS) as Download[]).map(format => (
        <button key={format} type="button" class="link" onClick={() => void save(format)}>
          {DOWNLOADS[format]}
        </button>
      ))}
      {fault !== '' && <span role="alert">{fault}</span>}
    </section>
  );
}

function saveAs(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
