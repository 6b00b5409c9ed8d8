import { CLINICAL } from '../../shared/contract/roles.ts';
import { asAppError } from '../../shared/errors/app-error.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { PriorReportText } from '../../shared/model/prior-report.ts';
import type { ProgramDrafts } from '../../shared/model/program-draft.ts';
import type { ReportHit, ReportSearch } from '../../shared/model/report-hit.ts';
import type { OpenStore } from './access/open-store.ts';
import type { StudyRules } from './access/profile/study-rules.ts';
import type { Archive } from './archive/archive.ts';
import { readContent } from './archive/read-content.ts';
import type { ContentParts } from './archive/read-content.ts';
import { findStudy } from './archive/study-rows.ts';
import type { Log } from './kernel/ports.ts';
import { Statements } from './kernel/statements.ts';
import { programDrafts } from './program-drafts.ts';
import { ownText } from './reporting/own-text.ts';
import { fillReportWords } from './reporting/report-words.ts';
import { searchReports } from './reporting/report-search.ts';
import { isSameId } from './worklist/imaging-orders/patient-merges.ts';
import { priorTexts } from './worklist/prior-reports/prior-texts.ts';

/** What was reported before: beside a case, and by words. */
export interface ReportLibrary {
  priorTexts(studyId: StudyId): Promise<PriorReportText[]>;
  /** What programs wrote of the case itself. */
  programDrafts(studyId: StudyId): Promise<ProgramDrafts>;
  search(search: ReportSearch): { readonly hits: ReportHit[]; readonly more: boolean };
  /** Resolves when the words of every report are in the index. */
  readonly filled: Promise<void>;
  close(): Promise<void>;
}

export interface ReportLibraryOptions {
  readonly store: Pick<OpenStore, 'index'>;
  readonly archive: Archive;
  readonly parsers: ContentParts['parsers'];
  readonly rules: Pick<StudyRules, 'requireRole'>;
  readonly log: Log;
}

export function openReportLibrary({ store, archive, parsers, rules, log }: ReportLibraryOptions): ReportLibrary {
  const { index } = store;
  const statements = new Statements(index);
  const study = (studyId: StudyId) => findStudy(statements, studyId);
  const ending = new AbortController();
  const filled = fillReportWords(index, ending.signal, (code) => log.warn('report-words-damaged', { code })).then(
    () => undefined,
    // Searches find less until the next start; nothing else depends on it.
    (error: unknown) => log.error('report-words-not-filled', { code: asAppError(error).code }),
  );
  return {
    priorTexts: (studyId) =>
      priorTexts(
        {
          ...{ index, study, ownText },
          priors: (id) => archive.priors(id).filter((prior) => maySee(rules, prior.studyId)),
          readContent: (objectId) => readContent({ archive, index, parsers }, objectId),
        },
        studyId,
      ),
    programDrafts: (studyId) =>
      programDrafts({ index, readContent: (objectId) => readContent({ archive, index, parsers }, objectId) }, studyId),
    search: (search) =>
      searchReports(
        {
          ...{ index, statements, study },
          maySee: (studyId) => maySee(rules, studyId),
          sameId: (site, issuer, a, b) => isSameId(statements, site, issuer, a, b),
        },
        search,
      ),
    filled,
    close: async () => {
      ending.abort();
      await filled;
    },
  };
}

function maySee(rules: Pick<StudyRules, 'requireRole'>, studyId: StudyId): boolean {
  try {
    rules.requireRole(studyId, CLINICAL);
    return true;
  } catch (error) {
    if (asAppError(error).code === 'profile/role') return false;
    throw error;
  }
}
