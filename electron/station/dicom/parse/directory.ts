import { Attributes } from './attributes.ts';
import { locateDataSet } from './locate.ts';
import { DIRECTORY_SOP_CLASS, openDataSet } from './parse-dicom.ts';

/**
 * Files named by a DICOMDIR (Part 10, 8.6; (0004,1500) of each record), as relative paths. Null when the bytes are no
 * directory; an empty list when its records cannot be read. Nothing here touches the disk.
 */
export function directoryReferences(bytes: Uint8Array): string[] | null {
  try {
    if (locateDataSet(bytes, new Set()).mediaStorageSopClass !== DIRECTORY_SOP_CLASS) return null;
  } catch {
    // What has no readable beginning is no directory; the caller reports the file by its own error.
    return null;
  }
  try {
    const { dataSet } = openDataSet(bytes, {}, new Set());
    const records = new Attributes(dataSet).items('directoryRecords');
    return records.flatMap((record) => {
      const parts = record.texts('referencedFileId').filter((part) => part !== '');
      return parts.length === 0 ? [] : [parts.join('/')];
    });
  } catch {
    // A damaged directory is still a directory: the scan of the folder finds its files.
    return [];
  }
}
