import type { StudyId } from '../../shared/model/ids.ts';
import type { ReadinessFacts } from '../../shared/model/readiness.ts';
import type { OpenStore } from './access/open-store.ts';
import type { StudyRules } from './access/profile/study-rules.ts';
import { findStudy } from './archive/study-rows.ts';
import type { Clock } from './kernel/ports.ts';
import { Statements } from './kernel/statements.ts';
import type { Reporting } from './reporting/reporting.ts';
import { isDown } from './site-lines.ts';
import type { SiteLines } from './site-lines.ts';
import { caseReadiness } from './transfer/prefetch/case-readiness.ts';
import type { CaseReadinessParts } from './transfer/prefetch/case-readiness.ts';

export interface ReadinessRooms {
  readonly store: OpenStore;
  readonly clock: Clock;
  readonly lines: SiteLines;
  readonly reporting: Pick<Reporting, 'templates'>;
  readonly rules: Pick<StudyRules, 'profileOf'>;
}

/** What decides whether a case can be read without a line, from all rooms that know of it. */
export function readinessIn({
  store,
  clock,
  lines,
  reporting,
  rules,
}: ReadinessRooms): (studyId: StudyId) => ReadinessFacts | null {
  const { transfers, prefetch, imagingOrders, outgoing } = lines;
  const statements = new Statements(store.index);
  const parts: CaseReadinessParts = {
    caseParts: () => prefetch.caseParts(),
    row: (studyId) => {
      const row = findStudy(statements, studyId);
      return row === null ? null : imagingOrders.list.withOrder(row);
    },
    here: transfers.here,
    // A study of a bare folder has no UID that a source could know.
    standings: (studyId) => (transfers.here.studyUid(studyId) === null ? [] : transfers.standings(studyId)),
    templates: (studyId) => reporting.templates({ studyId }).templates.length,
    profile: (studyId) => rules.profileOf(studyId),
    lease: () => store.signIns.summary(),
    isDown: (sourceId) => isDown(outgoing, sourceId),
    now: () => Date.parse(clock.nowIso()),
  };
  return (studyId) => caseReadiness(studyId, parts);
}
