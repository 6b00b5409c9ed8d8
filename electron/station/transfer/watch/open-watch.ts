import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { Log } from '../../kernel/ports.ts';
import { sourceClock } from '../../sources/source-clock.ts';
import type { StoredSource } from '../source-list/source-list.ts';
import type { Transfers } from '../transfers.ts';
import { keepFound } from './keep-found.ts';
import { SiteWatch } from './site-watch.ts';

/** Nobody waits for it. */
const ASK_MS = 60_000;

export interface WatchParts {
  readonly transfers: Pick<Transfers, 'sources' | 'pool' | 'siteStudies' | 'here' | 'watchedBy' | 'revalidate'>;
  readonly log: Log;
  /** Puts new studies into the reading list where no order did. */
  readonly list: (source: StoredSource, found: readonly FoundStudy[]) => Promise<void>;
}

/** The watch over the sources of an open store; it begins with `start`. */
export function openWatch({ transfers, log, list }: WatchParts): SiteWatch {
  const { sources, pool, siteStudies, here } = transfers;
  // The line that said so is up: what it says otherwise is asked in full. A line that fails now is asked again with the next look.
  const changed = async (studyUid: string): Promise<void> => {
    for (const studyId of here.studies(studyUid)) {
      try {
        await transfers.revalidate(studyId, AbortSignal.timeout(ASK_MS));
      } catch (error) {
        log.warn('watch.not-asked', { studyId, code: asAppError(error).code });
      }
    }
  };
  const watch = new SiteWatch({
    ...{ clock: sourceClock, log, list },
    sources: () => sources.all(),
    open: (sourceId) => pool.get(sourceId),
    keep: (source, found) => keepFound({ siteStudies, here, changed }, source, found),
  });
  sources.onChanged.on(() => watch.sourcesChanged());
  transfers.watchedBy(watch);
  return watch;
}
