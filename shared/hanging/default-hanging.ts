import type { ObjectId, StudyId } from '../model/ids.ts';
import type { ImageInfo } from '../model/image.ts';
import type { SeriesForReading, StudyForReading } from '../model/study.ts';
import { closestSeries } from './closest-series.ts';
import { isMinor, pictureCount, rankSeries } from './main-series.ts';

/** What one viewport should show. */
export interface HungViewport {
  readonly studyId: StudyId;
  readonly seriesUid: string;
  readonly role: 'current' | 'prior';
  /** First picture to show; null: the middle of a stack, the beginning of a cine. */
  readonly objectId: ObjectId | null;
}

export interface HangingPlan {
  /** "CT with prior": said to the reader. */
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  /** Row by row; null leaves a viewport empty. */
  readonly viewports: readonly (HungViewport | null)[];
}

type Role = HungViewport['role'];

/**
 * How a study hangs when nobody made a protocol: beside its most relevant prior where reading compares, by view for
 * mammograms and radiographs, one large picture for cine.
 */
export function defaultHanging(current: StudyForReading, prior: StudyForReading | null): HangingPlan {
  const ranked = rankSeries(current.series);
  const main = ranked[0];
  if (!main) return unreadable(current);
  switch (main.modality) {
    case 'MG':
      return byView('Mammogram', current, prior, 4);
    case 'CR':
    case 'DX':
    case 'RG':
    case 'PX':
      return radiograph(current, prior, main);
    case 'US':
    case 'XA':
    case 'RF':
    case 'NM':
      return single(current, main);
    default:
      return crossSection(current, prior, ranked);
  }
}

function crossSection(
  current: StudyForReading,
  prior: StudyForReading | null,
  ranked: readonly SeriesForReading[],
): HangingPlan {
  const pet = ranked.find((series) => series.modality === 'PT');
  const ct = ranked.find((series) => series.modality === 'CT');
  if (pet && ct) return row('PET beside CT', [hung(current, ct, 'current'), hung(current, pet, 'current')]);
  for (const series of prior ? ranked : []) {
    const matched = prior ? closestSeries(series, rankSeries(prior.series)) : null;
    if (prior && matched) {
      const name = `${series.modality ?? 'Study'} with prior`;
      return row(name, [hung(current, series, 'current'), hung(prior, matched, 'prior')]);
    }
  }
  const [main] = ranked;
  const several = ranked.filter((series) => !isMinor(series) && pictureCount(series) > 1).slice(0, 4);
  if (main?.modality === 'MR' && several.length > 1) {
    const inOrder = several.toSorted((a, b) => (a.number ?? 1e9) - (b.number ?? 1e9));
    return grid(
      'MR series',
      2,
      2,
      inOrder.map((series) => hung(current, series, 'current')),
    );
  }
  return main ? single(current, main) : unreadable(current);
}

function radiograph(current: StudyForReading, prior: StudyForReading | null, main: SeriesForReading): HangingPlan {
  const matched = prior ? closestSeries(main, rankSeries(prior.series)) : null;
  if (prior && matched)
    return row('Radiograph with prior', [hung(current, main, 'current'), hung(prior, matched, 'prior')]);
  return byView('Radiograph', current, null, 2);
}

/** Right before left, CC before MLO, PA before lateral: pictures of a side stand beside those of the other. */
const VIEW_ORDER = ['CC', 'MLO', 'ML', 'LM', 'PA', 'AP', 'LL', 'RL'];

function byView(name: string, current: StudyForReading, prior: StudyForReading | null, most: number): HangingPlan {
  const mine = views(current, 'current').slice(0, most);
  const theirs = prior ? views(prior, 'prior') : [];
  const columns = Math.max(1, mine.length);
  const above = mine.map((view) => view.hung);
  const below = mine.map((view) => theirs.find((other) => other.key === view.key)?.hung ?? null);
  if (!below.some((one) => one !== null)) return grid(name, 1, columns, above);
  return grid(`${name} with prior`, 2, columns, [...above, ...below]);
}

function views(study: StudyForReading, role: Role): readonly { key: string; hung: HungViewport }[] {
  return rankSeries(study.series)
    .flatMap((series) => series.images.filter((image) => image.picture.shown).map((image) => ({ series, image })))
    .map(({ series, image }) => ({
      key: `${image.viewPosition ?? ''} ${image.laterality ?? ''}`,
      order: viewOrder(image),
      hung: { ...hung(study, series, role), objectId: image.objectId },
    }))
    .toSorted((a, b) => a.order - b.order);
}

function viewOrder(image: ImageInfo): number {
  const view = VIEW_ORDER.indexOf(image.viewPosition ?? '');
  const side = image.laterality === 'R' ? 0 : 1;
  return (view < 0 ? VIEW_ORDER.length : view) * 2 + side;
}

function single(study: StudyForReading, series: SeriesForReading): HangingPlan {
  return grid(`${series.modality ?? 'Study'}`, 1, 1, [hung(study, series, 'current')]);
}

/** Nothing has a picture: the first series says so in its place. */
function unreadable(study: StudyForReading): HangingPlan {
  const first = study.series[0];
  return grid('No pictures', 1, 1, [first ? hung(study, first, 'current') : null]);
}

function hung(study: StudyForReading, series: SeriesForReading, role: Role): HungViewport {
  return { studyId: study.study.studyId, seriesUid: series.seriesUid, role, objectId: null };
}

function row(name: string, viewports: readonly HungViewport[]): HangingPlan {
  return grid(name, 1, viewports.length, viewports);
}

function grid(name: string, rows: number, columns: number, viewports: readonly (HungViewport | null)[]): HangingPlan {
  const filled = Array.from({ length: rows * columns }, (_, place) => viewports[place] ?? null);
  return { name, rows, columns, viewports: filled };
}
