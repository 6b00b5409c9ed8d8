import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import type { OfStudy } from '../../helpers/program-reports.ts';
import { projectRoot } from '../../helpers/runtime.ts';

/** The sample studies that come with the program. */
export const samplesFolder = path.join(projectRoot, 'resources', 'samples');

/** Their DICOM files, as names below that folder. */
export function sampleFiles(): readonly string[] {
  return readdirSync(samplesFolder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dcm'));
}

/** What a report of the study of a sample has to say of it. */
export function studyOfSample(name: string): OfStudy {
  const parsed = parseDicom(readFileSync(path.join(samplesFolder, name)), { sha256: null, dataSetSha256: null });
  if (!parsed.ok) throw parsed.error;
  const { sopClass, sopUid, seriesUid, studyUid, patient, study } = parsed.value;
  return {
    ...{ sopClass: sopClass ?? '', sopUid: sopUid ?? '', seriesUid: seriesUid ?? '', studyUid: studyUid ?? '' },
    ...{ patientName: patient.name.alphabetic, patientId: patient.patientId ?? '' },
    ...{ birthDate: patient.birthDate ?? '', sex: patient.sex ?? '' },
    ...{ studyDate: study.date ?? '', studyTime: study.time ?? '' },
  };
}
