import type { RetentionPreview, RetentionSite } from '../../../../shared/model/retention-view.ts';
import type { Retention } from '../../../../shared/model/site-profile.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import { retentionPlan } from '../../../../shared/rules/retention.ts';
import type { KeepReason } from '../../../../shared/rules/retention.ts';
import { retentionWords } from '../../../../shared/rules/retention-words.ts';
import { lastBackup, lastLeftOut } from '../../kernel/backup/backup-job.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { AppliedProfile } from '../profile/profile-rows.ts';
import { standingOf } from '../profile/judge-profile.ts';
import { keptStudies } from './kept-studies.ts';
import type { LastBackup, SizedStudy } from './kept-studies.ts';

/** One purge takes no more: each study of it is a transaction of its own while the store stands closed. */
export const MOST_STUDIES = 200;

/**
 * What a purge would delete now, by the profiles in force. A profile that has expired, or that its site took back, deletes nothing by
 * itself any more: `forget` does.
 * @param at UTC, ISO 8601
 */
export function purgePlan(
  { index, profiles }: { readonly index: Db; readonly profiles: readonly AppliedProfile[] },
  at: string,
): RetentionPreview {
  const backup: LastBackup = { at: lastBackup(index), leftOut: lastLeftOut(index) };
  let room = MOST_STUDIES;
  let more = false;
  let unruled = countStudies(index);
  const sites: RetentionSite[] = [];
  for (const { profile } of profiles) {
    const { site, retention, serial } = profile;
    if (retention === null || standingOf(profile, at) !== 'in-force') continue;
    const studies = keptStudies(index, site.studiesOf, backup);
    unruled -= studies.length;
    const found = planned(studies, retention, at);
    more ||= found.purge.length > room;
    const purge = found.purge.slice(0, room);
    room -= purge.length;
    const { kept } = found;
    sites.push({ siteCode: site.code, siteName: site.name, serial, rule: retentionWords(retention), purge, kept });
  }
  const lines = sites.flatMap(({ purge }) => purge);
  const ids = lines.map(({ studyId }) => studyId).sort();
  return {
    ...{ at, sites, studies: lines.length, unruled, more, lastBackup: backup.at },
    objects: lines.reduce((total, { objects }) => total + objects, 0),
    bytes: lines.reduce((total, { bytes }) => total + bytes, 0),
    plan:
      ids.length === 0
        ? null
        : sha256Hex(
            lines
              .map(({ studyId, objects }) => `${studyId} ${objects}`)
              .sort()
              .join('\n'),
          ),
  };
}

function planned(studies: readonly SizedStudy[], rule: Retention, at: string): Pick<RetentionSite, 'purge' | 'kept'> {
  const sizes = new Map(studies.map((study) => [study.studyId, study]));
  const counts = new Map<KeepReason, number>();
  const purge: RetentionSite['purge'] = [];
  for (const line of retentionPlan(studies, rule, at)) {
    if (!line.purge) {
      counts.set(line.reason, (counts.get(line.reason) ?? 0) + 1);
      continue;
    }
    const studyId = StudyId.parse(line.studyId);
    const { objects = 0, bytes = 0 } = sizes.get(studyId) ?? {};
    purge.push({ studyId, because: line.because, dueAt: line.dueAt, objects, bytes });
  }
  const kept = [...counts].map(([reason, count]) => ({ reason, studies: count }));
  return { purge, kept: kept.sort((a, b) => b.studies - a.studies || (a.reason < b.reason ? -1 : 1)) };
}

function countStudies(index: Db): number {
  return index.prepare<[], number>('SELECT count(*) FROM study').pluck().get() ?? 0;
}
