import { StudyQuery } from '../../../shared/model/source.ts';
import type { FoundStudy } from '../../../shared/model/source.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';

/** What `source query` looks for. */
export function queryOf(args: Arguments): StudyQuery {
  const given = {
    studyUid: args.value('study'),
    patientName: args.value('patient'),
    patientId: args.value('patient-id'),
    birthDate: args.value('birth-date')?.replaceAll('-', ''),
    accession: args.value('accession'),
    modality: args.value('modality'),
    studyDate: args.value('date'),
  };
  const parsed = StudyQuery.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined)),
  );
  if (!parsed.success) throw usage(`this cannot be looked for: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  return parsed.data;
}

/** A study that a source has, in the words of `studies`. */
export function studyLine(found: FoundStudy): object {
  const { patientName: name, studyUid, issuer, patientId, birthDate, sex, studyDate, studyTime } = found;
  const { modalities, description, accession, referring, series, instances, availability } = found;
  const groups = [name.alphabetic, name.ideographic, name.phonetic].join('=').replace(/=+$/, '');
  return {
    ...{ studyUid, issuer, patientId, patientName: groups, birthDate, sex, studyDate, studyTime, modalities },
    ...{ description, accession, referring, series, instances, availability },
  };
}
