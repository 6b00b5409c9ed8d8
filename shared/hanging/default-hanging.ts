import type { ObjectId, StudyId } from '../model/ids.ts';
import type { ImageInfo } from '../model/image.ts';
import type { SeriesForReading, StudyForReading } from '../model/study.ts';
import { closestSeries } from './closest-series.ts';
import { documentsOf } from './series-documents.ts';
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
/** How the window that the study hangs in stands. */
export type Screen = 'landscape' | 'portrait';

/**
 * How a study hangs when nobody made a protocol: beside its most relevant prior where reading compares, by view for
 * mammograms and radiographs, one large picture for cine. On a portrait screen what stands beside each other otherwise stands
 * one above the other.
 */
export function defaultHanging(
  current: StudyForReading,
  prior: StudyForReading | null,
  screen: Screen = 'landscape',
): HangingPlan {
  const ranked = rankSeries(current.series);
  const main = ranked[0];
  if (!main) return unreadable(current);
  switch (main.modality) {
    case 'MG':
      return byView('Mammogram', current, prior, { most: 4, screen });
    case 'CR':
    case 'DX':
    case 'RG':
    case 'PX':
      return radiograph(current, prior, main, screen);
    case 'US':
    case 'XA':
    case 'RF':
    case 'NM':
      return single(current, main);
    default:
      return crossSection(current, prior, ranked, screen);
  }
}

function crossSection(
  current: StudyForReading,
  prior: StudyForReading | null,
  ranked: readonly SeriesForReading[],
  screen: Screen,
): HangingPlan {
  const pet = ranked.find((series) => series.modality === 'PT');
  const ct = ranked.find((series) => series.modality === 'CT');
  if (pet && ct) return row('PET beside CT', [hung(current, ct, 'current'), hung(current, pet, 'current')], screen);
  // Scouts and maps are compared with nothing, and stand in for nothing.
  const read = (of: readonly SeriesForReading[]): readonly SeriesForReading[] => of.filter((one) => !isMinor(one));
  for (const series of prior ? read(ranked) : []) {
    const matched = prior ? closestSeries(series, read(rankSeries(prior.series))) : null;
    if (prior && matched) {
      const name = `${series.modality ?? 'Study'} with prior`;
      return row(name, [hung(current, series, 'current'), hung(prior, matched, 'prior')], screen);
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

function radiograph(
  current: StudyForReading,
  prior: StudyForReading | null,
  main: SeriesForReading,
  screen: Screen,
): HangingPlan {
  const matched = prior ? closestSeries(main, rankSeries(prior.series)) : null;
  if (prior && matched)
    return row('Radiograph with prior', [hung(current, main, 'current'), hung(prior, matched, 'prior')], screen);
  return byView('Radiograph', current, null, { most: 2, screen });
}

/** Right before left, CC before MLO, PA before lateral: pictures of a side stand beside those of the other. */
const VIEW_ORDER = ['CC', 'MLO', 'ML', 'LM', 'PA', 'AP', 'LL', 'RL'];

function byView(
  name: string,
  current: StudyForReading,
  prior: StudyForReading | null,
  { most, screen }: { readonly most: number; readonly screen: Screen },
): HangingPlan {
  const mine = views(current, 'current').slice(0, most);
  const theirs = prior ? views(prior, 'prior') : [];
  const matching = mine.map((view) => theirs.find((other) => other.key === view.key)?.hung ?? null);
  const compared = matching.some((one) => one !== null);
  // On a portrait screen two views stand beside each other; a single pair, one above the other, is as large as it can be.
  const columns = screen === 'landscape' ? Math.max(1, mine.length) : mine.length > 2 ? 2 : 1;
  const rows: (HungViewport | null)[][] = [];
  for (let from = 0; from < Math.max(1, mine.length); from += columns) {
    rows.push(
      padded(
        mine.slice(from, from + columns).map((view) => view.hung),
        columns,
      ),
    );
    if (compared) rows.push(padded(matching.slice(from, from + columns), columns));
  }
  return grid(compared ? `${name} with prior` : name, rows.length, columns, rows.flat());
}

function padded(row: readonly (HungViewport | null)[], columns: number): (HungViewport | null)[] {
  return Array.from({ length: columns }, (_, place) => row[place] ?? null);
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
  const document = study.series.find((series) => documentsOf(series).length > 0);
  const first = document ?? study.series[0];
  const name = document ? (document.modality ?? 'Documents') : 'No pictures';
  return grid(name, 1, 1, [first ? hung(study, first, 'current') : null]);
}

function hung(study: StudyForReading, series: SeriesForReading, role: Role): HungViewport {
  return { studyId: study.study.studyId, seriesUid: series.seriesUid, role, objectId: null };
}

function row(name: string, viewports: readonly HungViewport[], screen: Screen): HangingPlan {
  return screen === 'landscape'
    ? grid(name, 1, viewports.length, viewports)
    : grid(name, viewports.length, 1, viewports);
}

function grid(name: string, rows: number, columns: number, viewports: readonly (HungViewport | null)[]): HangingPlan {
  const filled = Array.from({ length: rows * columns }, (_, place) => viewports[place] ?? null);
  return { name, rows, columns, viewports: filled };
}
