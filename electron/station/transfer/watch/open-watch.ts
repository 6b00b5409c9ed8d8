import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { Log } from '../../kernel/ports.ts';
import { sourceClock } from '../../sources/source-clock.ts';
import type { StoredSource } from '../source-list/source-list.ts';
import type { Transfers } from '../transfers.ts';
import { keepFound } from './keep-found.ts';
import { SiteWatch } from './site-watch.ts';

export interface WatchParts {
  readonly transfers: Pick<Transfers, 'sources' | 'pool' | 'siteStudies' | 'here' | 'watchedBy'>;
  readonly log: Log;
  /** Puts new studies into the reading list where no order did. */
  readonly list: (source: StoredSource, found: readonly FoundStudy[]) => Promise<void>;
}

/** The watch over the sources of an open store; it begins with `start`. */
export function openWatch({ transfers, log, list }: WatchParts): SiteWatch {
  const { sources, pool, siteStudies, here } = transfers;
  const watch = new SiteWatch({
    ...{ clock: sourceClock, log, list },
    sources: () => sources.all(),
    open: (sourceId) => pool.get(sourceId),
    keep: (source, found) => keepFound({ siteStudies, here }, source, found),
  });
  sources.onChanged.on(() => watch.sourcesChanged());
  transfers.watchedBy(watch);
  return watch;
}
