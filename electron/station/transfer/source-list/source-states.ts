import type { SourceId } from '../../../../shared/model/ids.ts';
import type { SourceLook, SourceState } from '../../../../shared/model/source-state.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { SourceList } from './source-list.ts';

export interface SourceStatesParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly sources: Pick<SourceList, 'all'>;
  /** Why nothing is fetched from a source now, and for how many milliseconds yet; null: nothing is wrong. */
  readonly restOf: (sourceId: SourceId) => { readonly ms: number; readonly error: string } | null;
  readonly lookAt: (sourceId: SourceId) => SourceLook | null;
}

/** How things stand with each source, for a person who looks at the list. */
export class SourceStates {
  readonly #parts: SourceStatesParts;

  constructor(parts: SourceStatesParts) {
    this.#parts = parts;
  }

  list(): SourceState[] {
    const { sources, restOf, lookAt, clock } = this.#parts;
    const now = Date.parse(clock.nowIso());
    return sources.all().map(({ sourceId }) => {
      const rest = restOf(sourceId);
      return {
        ...{ sourceId, look: lookAt(sourceId) },
        rest: rest === null ? null : { until: new Date(now + rest.ms).toISOString(), error: rest.error },
        queued: this.#count(QUEUED, sourceId),
        studies: this.#count(STUDIES, sourceId),
      };
    });
  }

  #count(sql: string, sourceId: SourceId): number {
    return this.#parts.db.prepare<[string], number>(sql).pluck().get(sourceId) ?? 0;
  }
}

const QUEUED = `SELECT count(*) FROM transfer
  WHERE source_id = ? AND state IN ('waiting', 'running', 'resting', 'paused')`;
const STUDIES = `SELECT count(*) FROM site_study
  WHERE source_id = ? AND EXISTS (SELECT 1 FROM study WHERE study.study_uid = site_study.study_uid)`;
