import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';

// The station's own reader over headers alone, as the peer indexes: nothing is stored, no pixel is read, one process:
// `node index-program.ts FILE …`. Prints { seconds, rows } without the start of Node.

/** Most headers fit into the first; the reader asks for more where one does not. */
const WINDOWS = [8 * 1024, 64 * 1024, 1024 * 1024];

const files = process.argv.slice(2);
const begin = performance.now();
const rows = files.map((file) => {
  const handle = openSync(file, 'r');
  try {
    const fileBytes = fstatSync(handle).size;
    const readAt = (offset: number, length: number): Uint8Array => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
    };
    const parse = (window: number): ReturnType<typeof parseDicom> =>
      parseDicom(readAt(0, Math.min(window, fileBytes)), { sha256: '', dataSetSha256: '', fileBytes, readAt });
    const [first = 0, ...larger] = WINDOWS;
    const parsed = larger.reduce((result, window) => (result.ok ? result : parse(window)), parse(first));
    if (!parsed.ok) throw parsed.error;
    return JSON.stringify(parsed.value);
  } finally {
    closeSync(handle);
  }
});
process.stdout.write(JSON.stringify({ seconds: (performance.now() - begin) / 1000, rows: rows.length }));
