import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { FoundSeries, FoundStudy } from '../../../../shared/model/source.ts';
import type { Source } from '../../sources/source.ts';

/** nobody: there is no source, or all of them say that they cannot answer such questions. failed: one that can did not. */
export type SiteAnswer =
  | { readonly kind: 'said'; readonly found: FoundStudy | null; readonly series: readonly FoundSeries[] }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'failed'; readonly code: ErrorCode };

/** Series of one study that are looked through. */
const MOST_SERIES = 500;

/**
 * Asks the sources of one site for a study, one after the other; the first that answers counts. One whose settings cannot be used gives
 * no answer. Never throws for what a peer does.
 */
export async function askSite(
  sources: readonly { open(): Source }[],
  studyUid: string,
  signal: AbortSignal,
  withinMs: number,
): Promise<SiteAnswer> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  let code: ErrorCode | null = null;
  for (const source of sources) {
    try {
      return await ask(source.open(), studyUid, bounded);
    } catch (error) {
      const failed = bounded.aborted && !signal.aborted ? 'source/timed-out' : asAppError(error).code;
      // A declared limit is no failure: this one never tells.
      if (failed !== 'source/no-such-way') code = failed;
    }
  }
  return code === null ? { kind: 'nobody' } : { kind: 'failed', code };
}

async function ask(source: Source, studyUid: string, signal: AbortSignal): Promise<SiteAnswer> {
  let found: FoundStudy | null = null;
  for await (const one of source.studies({ studyUid }, { signal, limit: 2 })) {
    if (one.studyUid === studyUid) {
      found = one;
      break;
    }
  }
  const series: FoundSeries[] = [];
  if (found !== null) {
    for await (const one of source.series(studyUid, { signal, limit: MOST_SERIES })) series.push(one);
  }
  return { kind: 'said', found, series };
}
