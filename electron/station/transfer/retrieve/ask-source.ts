import { AppError } from '../../../../shared/errors/app-error.ts';
import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { Source } from '../../sources/source.ts';
import type { SiteSeries } from './site-studies.ts';

const MOST_SERIES = 5000;
const MOST_INSTANCES = 200_000;

/** What a source says of one study. Null: it has none of it. @throws AppError source/… */
export async function askStudy(source: Source, studyUid: string, signal: AbortSignal): Promise<FoundStudy | null> {
  for await (const found of source.studies({ studyUid }, { signal, limit: 2 })) {
    if (found.studyUid === studyUid) return found;
  }
  return null;
}

/** Its series with their counts. @throws AppError source/… */
export async function askSeries(source: Source, studyUid: string, signal: AbortSignal): Promise<readonly SiteSeries[]> {
  const found = new Map<string, SiteSeries>();
  for await (const one of source.series(studyUid, { signal, limit: MOST_SERIES })) {
    const { seriesUid, modality, description, instances: expected } = one;
    found.set(seriesUid, { seriesUid, modality, description, expected, missing: [] });
  }
  return [...found.values()];
}

/** SOP Instance UIDs of a series, each once. @throws AppError source/… */
export async function askInstances(
  source: Source,
  studyUid: string,
  seriesUid: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const uids = new Set<string>();
  for await (const { sopUid } of source.instances(studyUid, seriesUid, { signal, limit: MOST_INSTANCES })) {
    uids.add(sopUid);
  }
  return [...uids];
}

/** It cannot list what it has, and may give it all the same. */
export function cannotList(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'source/no-such-way' || error.code === 'source/refused');
}
