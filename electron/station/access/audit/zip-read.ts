import { buffer } from 'node:stream/consumers';
import { fromBuffer } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';

/** A bundle is some megabytes; what says to be larger is no bundle. */
const LARGEST_BYTES = 512 * 1024 * 1024;
const MOST_ENTRIES = 200;

/** The files of a small zip by name; null for what is none, holds a name twice, or says to be huge. */
export async function readZip(bytes: Buffer): Promise<ReadonlyMap<string, Buffer> | null> {
  try {
    const zip = await open(bytes);
    return await entriesOf(zip);
  } catch {
    // Whatever a damaged or hostile file makes the library say: it is no bundle.
    return null;
  }
}

function open(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(error);
    });
  });
}

async function entriesOf(zip: ZipFile): Promise<ReadonlyMap<string, Buffer> | null> {
  const files = new Map<string, Buffer>();
  let total = 0;
  for (;;) {
    const entry = await nextEntry(zip);
    if (entry === null) return files;
    total += entry.uncompressedSize;
    if (files.has(entry.fileName) || total > LARGEST_BYTES || files.size >= MOST_ENTRIES) return null;
    files.set(entry.fileName, await readEntry(zip, entry));
  }
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void): void => {
      zip.removeAllListeners('entry');
      zip.removeAllListeners('end');
      zip.removeAllListeners('error');
      done();
    };
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)));
    zip.once('end', () => settle(() => resolve(null)));
    zip.once('error', (error: Error) => settle(() => reject(error)));
    zip.readEntry();
  });
}

function readEntry(zip: ZipFile, entry: Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) buffer(stream).then(resolve, reject);
      else reject(error);
    });
  });
}
