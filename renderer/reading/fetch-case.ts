import type { Response } from '../../shared/contract/index.ts';
import type { PersonId, StudyId } from '../../shared/model/ids.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import type { KnownRules } from '../app/hanging-rules.ts';
import type { DeskParts } from './desk-parts.ts';

/** All that a case needs before its first picture. */
export interface FetchedCase {
  readonly current: StudyForReading;
  /** The most relevant one. */
  readonly prior: StudyForReading | null;
  readonly journal: Response<'reading.load'>;
  readonly reader: PersonId | null;
  /** Null: the station does not say them. */
  readonly rules: KnownRules | null;
}

/**
 * Asks the station for a study, its journal and its most relevant prior. A prior that cannot be opened is said and left out.
 * @param withRejected with images that the site took back for their quality
 */
export async function fetchCase(
  {
    call,
    failed,
    rules = () => Promise.resolve(null),
  }: Pick<DeskParts, 'call' | 'failed'> & {
    readonly rules?: DeskParts['rules'] | (() => Promise<null>) | undefined;
  },
  studyId: StudyId,
  withRejected: boolean,
): Promise<FetchedCase> {
  const opening = call('study.open', withRejected ? { studyId, withRejected } : { studyId });
  const [current, prior, journal, access, known] = await Promise.all([
    opening,
    // The rest may take longer than the study itself, which says what it is compared with.
    opening.then(({ priors: [best] }) => (best ? fetchPrior(call, best.studyId, failed) : null)),
    call('reading.load', { studyId }),
    call('access.state', {}).catch(() => null),
    // Without protocols the case hangs by the built-in rules.
    rules().catch((error: unknown) => {
      failed(error, 'Hanging protocols');
      return null;
    }),
  ]);
  return { current, prior, journal, reader: access?.reader?.personId ?? null, rules: known };
}

async function fetchPrior(
  call: DeskParts['call'],
  studyId: StudyId,
  failed: DeskParts['failed'],
): Promise<StudyForReading | null> {
  try {
    return await call('study.open', { studyId });
  } catch (error) {
    failed(error, 'Prior');
    return null;
  }
}
