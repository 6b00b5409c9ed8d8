import path from 'node:path';
import type { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import { StudyId as StudyIdSchema } from '../../../../shared/model/ids.ts';
import type { SiteIngests } from '../../archive/site-ingests.ts';
import type { ParserPool } from '../../dicom/parser-pool.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { Throttle } from '../../sources/source.ts';
import type { SourceList } from '../source-list/source-list.ts';
import type { SourcePool } from '../source-list/source-pool.ts';
import { Admission } from './admission.ts';
import type { Credit } from './credit.ts';
import type { SiteStudies } from './site-studies.ts';
import { StoreSink } from './store-sink.ts';
import { Strays } from './strays.ts';
import type { StraysOptions } from './strays.ts';
import type { RunHooks } from './transfer-desk.ts';
import { TransferRun } from './transfer-run.ts';
import type { TransferRecord } from './transfer-table.ts';
import type { WhatIsHere } from './what-is-here.ts';

export interface RunMakerOptions extends StraysOptions {
  readonly db: Db;
  readonly storeDir: string;
  readonly parsers: Pick<ParserPool, 'readStarts' | 'readBytes' | 'readSpools'>;
  readonly ingests: SiteIngests;
  readonly credit: Credit;
  readonly sources: SourceList;
  readonly pool: SourcePool;
  readonly here: WhatIsHere;
  readonly siteStudies: SiteStudies;
  readonly personId: PersonId;
  /** What may pass now, of a source; null: as fast as the line is. */
  readonly throttle: (sourceId: string) => Throttle | null;
  readonly requireRoom: () => void;
  readonly onStudies: (studyIds: readonly StudyId[]) => void;
}

/** Makes the runs of transfers: with the connection, the archive and the memory that they share. */
export class RunMaker {
  readonly #options: RunMakerOptions;

  constructor(options: RunMakerOptions) {
    this.#options = options;
  }

  /** @throws AppError source/unknown, source/certificate … */
  async make(record: TransferRecord, hooks: RunHooks): Promise<TransferRun> {
    const { db, sources, pool, ingests, here, siteStudies } = this.#options;
    const { sourceId, transferId, studyUid } = record;
    const { settings } = sources.get(sourceId);
    const source = pool.get(sourceId);
    const { ingest, siteId } = await ingests.of(settings.site);
    const admission = new Admission(db, siteId, settings.site);
    const strays = new Strays(this.#options, { sourceId, transferId, studyUid, siteId });
    const throttle = this.#options.throttle(sourceId);
    const seen = new Set<string>();
    const run: TransferRun = new TransferRun({
      ...{ record, source, here, siteStudies },
      firstSeries: hooks.firstSeries,
      firstIsHere: hooks.firstIsHere,
      onCounts: hooks.onCounts,
      sink: (asked, signal, takesShort) =>
        new StoreSink({
          ...{
            ingest,
            parsers: this.#options.parsers,
            credit: this.#options.credit,
            admission,
            asked,
            answers: false,
            takesShort,
          },
          tmpDir: path.join(this.#options.storeDir, 'tmp'),
          keepStray: async (object, reason) => {
            run.strayed();
            await strays.keep(object, reason);
          },
          pace: async (bytes) => {
            await throttle?.take(bytes, signal);
            hooks.onBytes(bytes);
          },
          onReceived: (_received, studyId) => {
            if (studyId === null) return;
            hooks.onStored();
            if (!seen.has(studyId)) run.studyIsHere();
            seen.add(studyId);
            this.#options.onStudies([StudyIdSchema.parse(studyId)]);
          },
          requireRoom: this.#options.requireRoom,
        }),
    });
    return run;
  }
}
