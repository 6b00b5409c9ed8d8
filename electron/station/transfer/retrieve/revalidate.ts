import { AppError } from '../../../../shared/errors/app-error.ts';
import type { StudyId } from '../../../../shared/model/ids.ts';
import type { SiteStanding } from '../../../../shared/model/transfer.ts';
import type { SourceList } from '../source-list/source-list.ts';
import type { SourcePool } from '../source-list/source-pool.ts';
import { askSeries, askStudy, cannotList } from './ask-source.ts';
import { changesSince, wantedOf } from './site-studies.ts';
import type { SiteSeries, SiteStudies, SiteStudy } from './site-studies.ts';
import type { WhatIsHere } from './what-is-here.ts';

export interface RevalidatorOptions {
  readonly sources: SourceList;
  readonly pool: SourcePool;
  readonly here: WhatIsHere;
  readonly siteStudies: SiteStudies;
  readonly emit: (studyId: StudyId, standing: SiteStanding) => void;
}

/** Asks the sources of a study whether it is still what it was when it came here. Fetches nothing and moves nothing. */
export class Revalidator {
  readonly #options: RevalidatorOptions;

  constructor(options: RevalidatorOptions) {
    this.#options = options;
  }

  /** What the sources of a study said last. */
  standings(studyUid: string): SiteStanding[] {
    return this.#options.siteStudies.ofStudy(studyUid).map((one) => this.#standing(one));
  }

  /** The same after they were asked again. @throws AppError source/… of the first one that cannot be asked */
  async run(studyId: StudyId, studyUid: string, signal: AbortSignal): Promise<SiteStanding[]> {
    const known = new Set(this.#options.sources.all().map(({ sourceId }) => sourceId));
    for (const before of this.#options.siteStudies.ofStudy(studyUid)) {
      if (known.has(before.sourceId)) await this.#check(studyId, before, signal);
    }
    return this.standings(studyUid);
  }

  async #check(studyId: StudyId, before: SiteStudy, signal: AbortSignal): Promise<void> {
    const { pool } = this.#options;
    const source = pool.get(before.sourceId);
    const found = await askStudy(source, before.studyUid, signal);
    if (found === null) {
      await this.#save(studyId, before, { ...before, changes: withGone(before) });
      return;
    }
    let series: readonly SiteSeries[] = before.series;
    try {
      series = await askSeries(source, before.studyUid, signal);
    } catch (error) {
      if (!(error instanceof AppError) || !cannotList(error)) throw error;
    }
    const known = new Map(before.series.map((one) => [one.seriesUid, one]));
    const named = series.map((one): SiteSeries => {
      const { missing = [], takenBack } = known.get(one.seriesUid) ?? {};
      return { ...one, missing, ...(takenBack === undefined ? {} : { takenBack }) };
    });
    const changes = changesSince(before, found, named);
    const grew = changes.some(({ kind }) => kind === 'more-images' || kind === 'new-series');
    await this.#save(studyId, before, {
      ...{ ...before, found, series: named, changes },
      completeAt: grew ? null : before.completeAt,
    });
  }

  async #save(studyId: StudyId, before: SiteStudy, now: SiteStudy): Promise<void> {
    await this.#options.siteStudies.save(now);
    if (JSON.stringify(before.changes) === JSON.stringify(now.changes)) return;
    const saved = this.#options.siteStudies.get(now.sourceId, now.studyUid);
    if (saved !== null) this.#options.emit(studyId, this.#standing(saved));
  }

  #standing(study: SiteStudy): SiteStanding {
    const { sources, here } = this.#options;
    const counts = here.counts(study.studyUid);
    const source = sources.all().find(({ sourceId }) => sourceId === study.sourceId);
    const none = { received: 0, verified: 0, decodable: 0 };
    return {
      ...{ sourceId: study.sourceId, sourceName: source?.settings.name ?? '', studyUid: study.studyUid },
      ...{ checkedAt: study.checkedAt, completeAt: study.completeAt, changes: [...study.changes] },
      series: study.series.map(({ seriesUid, modality, description, missing, ...said }) => ({
        ...{ seriesUid, modality, description, expected: wantedOf(said) },
        ...(counts.get(seriesUid) ?? none),
        missing: [...missing],
      })),
    };
  }
}

function withGone(before: SiteStudy): SiteStudy['changes'] {
  if (before.changes.some(({ kind }) => kind === 'gone')) return before.changes;
  return [...before.changes, { kind: 'gone', words: 'the site does not have this study any more' }];
}
