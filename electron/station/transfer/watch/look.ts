import type { FoundStudy } from '../../../../shared/model/source.ts';
import type { SourceWatch } from '../../../../shared/model/source-settings.ts';
import type { Source } from '../../sources/source.ts';

/** Studies that one look takes; a site with more is asked for fewer days. */
const MOST_STUDIES = 2000;

/**
 * What a source has of the last days, each study once. One query a modality: "any of these" is not a question that every source
 * understands.
 * @param today DICOM DA
 * @throws AppError source/…
 */
export async function recentStudies(
  source: Source,
  watch: SourceWatch,
  today: string,
  signal: AbortSignal,
): Promise<readonly FoundStudy[]> {
  const studyDate = `${daysBefore(today, watch.days)}-`;
  const found = new Map<string, FoundStudy>();
  for (const modality of watch.modalities.length > 0 ? watch.modalities : [undefined]) {
    const query = { studyDate, ...(modality === undefined ? {} : { modality }) };
    const limit = MOST_STUDIES - found.size;
    if (limit <= 0) break;
    for await (const study of source.studies(query, { signal, limit })) found.set(study.studyUid, study);
  }
  return [...found.values()];
}

/** @param day DICOM DA */
export function daysBefore(day: string, days: number): string {
  const at = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)) - days);
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
}
