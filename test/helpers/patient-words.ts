import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDicom } from '../../electron/station/dicom/parse/parse-dicom.ts';

/** Shorter words come up by chance in encrypted bytes. */
const SHORTEST = 8;

/** Ten zeros are an id of the samples too, and stand in every program. */
const isCanary = (text: string): boolean => text.length >= SHORTEST && new Set(text).size > 3;

/** Names, ids and UIDs of DICOM files, as they have them: none of these may lie anywhere in the clear. Skips what is no DICOM file. */
export function patientWords(files: readonly string[]): readonly string[] {
  const words = new Set<string>();
  for (const file of files) {
    const result = parseDicom(readFileSync(file), { sha256: '' });
    if (!result.ok) continue;
    const { patient, studyUid, seriesUid, sopUid } = result.value;
    const names = Object.values(patient.name).flatMap((group) => group.split(/[\^=, ]+/));
    for (const text of [patient.patientId, ...names, studyUid, seriesUid, sopUid]) {
      if (text !== null && isCanary(text)) words.add(text);
    }
  }
  return [...words];
}

/** Files below a folder that are DICOM files as they lie there. */
export function dicomFiles(folder: string): readonly string[] {
  return filesBelow(folder).filter((file) => readFileSync(file).subarray(128, 132).toString('latin1') === 'DICM');
}

export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
