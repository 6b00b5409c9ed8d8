import type { SourceId } from '../../../../shared/model/ids.ts';
import { bestFirst } from '../../../../shared/prefetch/best-source.ts';
import { safeRate, UNKNOWN_RATE } from '../../../../shared/prefetch/line-rate.ts';
import type { LineRate } from '../../../../shared/prefetch/line-rate.ts';
import { rateAt } from '../../sources/throttle.ts';
import type { StoredSource } from '../source-list/source-list.ts';

/** How sources stand now. */
export interface SourcesNow {
  /** Measured, by source. */
  readonly rates: Readonly<Record<string, LineRate>>;
  readonly now: Date;
  /** It failed, and is left alone for a while. */
  readonly rests: (sourceId: SourceId) => boolean;
  readonly isMetered: (sourceId: SourceId) => boolean;
}

/** Sources of one study, the best first: by what was measured, within what each allows at this hour. */
export function bestSources(
  sources: readonly StoredSource[],
  { rates, now, rests, isMetered }: SourcesNow,
): readonly SourceId[] {
  const standing = sources.map(({ sourceId, settings, paused }) => ({
    sourceId,
    reachable: !paused && !rests(sourceId),
    metered: isMetered(sourceId),
    bytesPerSecond: Math.min(safeRate(rates[sourceId] ?? UNKNOWN_RATE), rateAt(settings.rate, now) ?? Infinity),
  }));
  return bestFirst(standing).map(({ sourceId }) => sourceId);
}
