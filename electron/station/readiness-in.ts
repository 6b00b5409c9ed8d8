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
import { hasReportObject } from './transfer/prefetch/prior-reports.ts';

export interface ReadinessRooms {
  readonly store: OpenStore;
  readonly clock: Clock;
  readonly lines: SiteLines;
  readonly reporting: Pick<Reporting, 'templates'>;
  readonly rules: Pick<StudyRules, 'profileOf'>;
}

/** Cases that are looked at in one turn of the event loop. */
const AT_ONCE = 4;

export interface CasesReadiness {
  /** Null: there is no such study here. */
  one(studyId: StudyId): ReadinessFacts | null;
  /** Of the rows that a window shows; those that are no study here are left out. Gives way between groups. */
  many(studyIds: readonly StudyId[]): Promise<readonly { readonly studyId: StudyId; readonly facts: ReadinessFacts }[]>;
}

/** What decides whether a case can be read without a line, from all rooms that know of it. */
export function readinessIn(rooms: ReadinessRooms): CasesReadiness {
  return {
    one: (studyId) => caseReadiness(studyId, partsOf(rooms)),
    many: async (studyIds) => {
      const told: { readonly studyId: StudyId; readonly facts: ReadinessFacts }[] = [];
      for (let from = 0; from < studyIds.length; from += AT_ONCE) {
        if (from > 0) await new Promise((resolve) => setImmediate(resolve));
        const parts = partsOf(rooms);
        for (const studyId of studyIds.slice(from, from + AT_ONCE)) {
          const facts = caseReadiness(studyId, parts);
          if (facts !== null) told.push({ studyId, facts });
        }
      }
      return told;
    },
  };
}

/** What is the same for all cases is read once. */
function partsOf({ store, clock, lines, reporting, rules }: ReadinessRooms): CaseReadinessParts {
  const { transfers, prefetch, imagingOrders, outgoing } = lines;
  const statements = new Statements(store.index);
  const caseParts = prefetch.caseParts();
  const names = new Map(caseParts.sources.map(({ sourceId, settings }) => [sourceId, settings.name]));
  return {
    caseParts: () => caseParts,
    row: (studyId) => {
      const row = findStudy(statements, studyId);
      return row === null ? null : imagingOrders.list.withOrder(row);
    },
    here: transfers.here,
    // A study of a bare folder has no UID that a source could know.
    standings: (studyId) => {
      const studyUid = transfers.here.studyUid(studyId);
      const told = studyUid === null ? [] : transfers.siteStudies.ofStudy(studyUid);
      return told.map(({ sourceId, completeAt }) => ({ sourceName: names.get(sourceId) ?? '', completeAt }));
    },
    coming: (studyUid) => transfers.shown.coming(studyUid),
    sendsOrders: (studyId) => imagingOrders.ofStudy(studyId).sendsOrders,
    hasReportObject: (studyUid) => hasReportObject(statements, studyUid),
    templates: (studyId) => reporting.templates({ studyId }).templates.length,
    profile: (studyId) => rules.profileOf(studyId),
    lease: () => store.signIns.summary(),
    isDown: (sourceId) => isDown(outgoing, sourceId),
    now: () => Date.parse(clock.nowIso()),
  };
}
