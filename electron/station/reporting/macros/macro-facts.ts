import type { StudyId } from '../../../../shared/model/ids.ts';
import type { MacroFacts } from '../../../../shared/model/macro.ts';
import { imagedSide, orderedSide } from '../../../../shared/report/text-checks/imaged-side.ts';
import { yearsBetween } from '../../../../shared/report/word-checks.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { studyFacts } from '../study-facts.ts';

/** What macros are told of a study. @throws AppError archive/unknown-study */
export function macroFacts(index: Db, studyId: StudyId): MacroFacts {
  const { patient, study, bodyParts, lateralities } = studyFacts(index, studyId);
  const sex = patient.sex?.trim().toUpperCase();
  const years = yearsBetween(patient.birthDate, study.date);
  const isBoth = lateralities.length > 1 || lateralities.includes('B');
  return {
    modalities: [...study.modalities],
    bodyParts: [...bodyParts],
    description: study.description,
    sex: sex === 'F' || sex === 'M' || sex === 'O' ? sex : null,
    // A birth date after the study is a mistake, and no age.
    ageYears: years === null || years < 0 ? null : years,
    side: isBoth ? 'both' : (imagedSide(lateralities) ?? orderedSide(study.description)),
  };
}
