import type { StudyId } from '../../../shared/model/ids.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { callStation } from '../../client/index.ts';
import type { DeskStores } from '../stores.ts';

/** As much as the shipped protocols ask of an earlier study. */
const LEAST = 0.3;

export interface PriorDesk {
  readonly stores: Pick<DeskStores, 'open'>;
  readonly call: typeof callStation;
  openPrior(studyId: StudyId): Promise<void>;
  failed(error: unknown, doing: string): void;
}

/** Tells of studies that came in, or changed. */
type Arrivals = (heard: (studyIds: readonly StudyId[]) => void) => Disposer;

/** Opens the best earlier study that comes in while a case is open; whether it is hung is for the hanging to say. */
export function watchPriors(desk: PriorDesk, arrivals: Arrivals): Disposer {
  return arrivals((studyIds) => {
    lookForPriors(desk, studyIds).catch((error: unknown) => desk.failed(error, 'Prior'));
  });
}

async function lookForPriors({ stores, call, openPrior }: PriorDesk, came: readonly StudyId[]): Promise<void> {
  const before = stores.open.getState();
  if (before.status !== 'open') return;
  const known = new Set([before.current, ...before.priors].map(({ study }) => study.studyId));
  if (came.every((studyId) => known.has(studyId))) return;
  const { studyId } = before.current.study;
  const { priors } = await call('study.preview', { studyId });
  const open = stores.open.getState();
  if (open.status !== 'open' || open.token !== before.token) return;
  const opened = new Set(open.priors.map(({ study }) => study.studyId));
  const listed = new Set(open.current.priors.map((prior) => prior.studyId));
  if (priors.some((prior) => !listed.has(prior.studyId))) {
    stores.open.setState({ ...open, current: { ...open.current, priors } });
  }
  const [best] = priors;
  const isNew = best !== undefined && came.includes(best.studyId) && !opened.has(best.studyId);
  if (isNew && best.relevance >= LEAST) await openPrior(best.studyId);
}
