import type { Source } from '../source.ts';

/** One image of the peer, for a test to fetch. */
export interface ListedInstance {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
}

/** The first image that a peer lists; null: it has none. @throws AppError source/… */
export async function anyInstance(
  peer: Pick<Source, 'studies' | 'series' | 'instances'>,
  signal: AbortSignal,
): Promise<ListedInstance | null> {
  const one = { limit: 1, signal };
  for await (const { studyUid } of peer.studies({}, one)) {
    for await (const { seriesUid } of peer.series(studyUid, one)) {
      for await (const { sopUid } of peer.instances(studyUid, seriesUid, one)) return { studyUid, seriesUid, sopUid };
    }
  }
  return null;
}
