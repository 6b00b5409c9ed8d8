import { changesBetween } from '../retrieve/site-studies.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { SiteStudies } from '../retrieve/site-studies.ts';
import type { WhatIsHere } from '../retrieve/what-is-here.ts';
import type { StoredSource } from '../source-list/source-list.ts';

/**
 * Remembers what a source says of studies. One that is here, or on its way, is left as it is: where the source says it otherwise now, it
 * is asked in full, and the list and the desk show what changed.
 * @returns those that were not known, in their order
 */
export async function keepFound(
  parts: {
    readonly siteStudies: Pick<SiteStudies, 'get' | 'save'>;
    readonly here: Pick<WhatIsHere, 'studies'>;
    /** A study that is here is another one at its site now. */
    readonly changed?: (studyUid: string) => Promise<void>;
  },
  { sourceId }: Pick<StoredSource, 'sourceId'>,
  found: readonly FoundStudy[],
): Promise<readonly FoundStudy[]> {
  const fresh: FoundStudy[] = [];
  for (const study of found) {
    const { studyUid } = study;
    const before = parts.siteStudies.get(sourceId, studyUid);
    if (before !== null && (before.series.length > 0 || parts.here.studies(studyUid).length > 0)) {
      if (before.completeAt !== null && isOther(before.found, study)) await parts.changed?.(studyUid);
      continue;
    }
    if (before !== null && JSON.stringify(before.found) === JSON.stringify(study)) continue;
    await parts.siteStudies.save({ sourceId, studyUid, found: study, series: [], changes: [], completeAt: null });
    if (before === null) fresh.push(study);
  }
  return fresh;
}

/** Somebody else, another study, or another number of images. */
function isOther(before: FoundStudy, now: FoundStudy): boolean {
  if (before.instances !== null && now.instances !== null && before.instances !== now.instances) return true;
  return changesBetween({ found: before, series: [] }, { found: now, series: [] }).length > 0;
}
