import { pictureCount } from '../../../shared/hanging/main-series.ts';
import { pictureWords } from '../../../shared/hanging/picture-words.ts';
import type { HangingCase, HangingStack } from '../../../shared/hanging/protocol/case-facts.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { SeriesForReading, StudyForReading } from '../../../shared/model/study.ts';
import type { DeskRuntime, DeskLayout, Composition } from '../stores.ts';

/** A series as the overview shows it. */
export interface SeriesTile {
  readonly studyId: StudyId;
  readonly seriesUid: string;
  readonly role: 'current' | 'prior';
  readonly thumbnail: SeriesForReading['thumbnail'];
  readonly modality: string;
  /** "4 AX T2". */
  readonly name: string;
  /** "axial T2, 4 mm". */
  readonly pictures: string;
  /** "30 images", with what is missing and how many stacks. */
  readonly count: string;
  /** Objects that the sender named are not here. */
  readonly isPartial: boolean;
}

/** Rows of the overview from above: a study's name, or tiles by their number over all studies. */
export type OverviewRow =
  { readonly kind: 'heading'; readonly title: string } | { readonly kind: 'tiles'; readonly tiles: readonly number[] };

/** Every series of the case, the current study first. @param facts of the same studies */
export function tilesOf(
  study: StudyForReading,
  role: SeriesTile['role'],
  facts: HangingCase,
  stacksOf: (series: SeriesForReading) => number,
): readonly SeriesTile[] {
  const stacks = [facts.study, ...facts.priors].find(({ studyUid }) => studyUid === study.study.studyUid)?.stacks ?? [];
  return study.series.map((series): SeriesTile => {
    const own = stacks.filter(({ seriesUid }) => seriesUid === series.seriesUid);
    const main = mainOf(own);
    const name = series.description ?? series.protocol ?? series.modality ?? 'Series';
    return {
      ...{ studyId: study.study.studyId, seriesUid: series.seriesUid, role, thumbnail: series.thumbnail },
      modality: series.modality ?? '',
      name: `${series.number ?? ''} ${name}`.trim(),
      pictures: main ? pictureWords(main) : '',
      count: countOf(series, stacksOf(series)),
      isPartial: series.expected !== null && series.received < series.expected,
    };
  });
}

function mainOf(stacks: readonly HangingStack[]): HangingStack | undefined {
  return stacks.toSorted((a, b) => Number(a.minor) - Number(b.minor) || b.images - a.images)[0];
}

function countOf(series: SeriesForReading, stacks: number): string {
  const { received, expected } = series;
  const pictures = pictureCount(series);
  const here = pictures === 0 ? objects(received) : pictures === 1 ? '1 image' : `${pictures} images`;
  const missing = expected !== null && received < expected ? [`${expected - received} of ${expected} not here`] : [];
  return [here, ...(stacks > 1 ? [`${stacks} stacks`] : []), ...missing].join(' · ');
}

function objects(count: number): string {
  return count === 1 ? '1 object, no image' : `${count} objects, no image`;
}

/** How much of a series was on the glass. */
export function seenWords(images: number, seen: number, isAside: boolean): string {
  if (isAside) return 'left unread';
  if (images === 0) return '';
  if (seen === 0) return 'unread';
  return seen >= images ? 'seen' : `${seen} of ${images} seen`;
}

/** The numbers of the viewports of this window that show each series, by series UID. */
export function standingIn(
  { cells }: Pick<DeskLayout, 'cells'>,
  { cells: composed }: Pick<Composition, 'cells'>,
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, readonly number[]>();
  cells.forEach((viewportId, at) => {
    const uid = composed[viewportId]?.seriesUid;
    if (uid !== undefined) places.set(uid, [...(places.get(uid) ?? []), at + 1]);
  });
  return places;
}

export function whereWords(places: readonly number[]): string {
  return places.length === 0 ? '' : `in viewport ${places.join(', ')}`;
}

export type SeenNow = Pick<DeskRuntime, 'seen' | 'aside'>;

/** Lays the tiles of each study below its name. */
export function rowsOf(
  studies: readonly { readonly title: string; readonly count: number }[],
  columns: number,
): readonly OverviewRow[] {
  const rows: OverviewRow[] = [];
  let from = 0;
  for (const { title, count } of studies) {
    rows.push({ kind: 'heading', title });
    for (let at = 0; at < count; at += columns) {
      const tiles = Array.from({ length: Math.min(columns, count - at) }, (_, i) => from + at + i);
      rows.push({ kind: 'tiles', tiles });
    }
    from += count;
  }
  return rows;
}

/** Which tile a key leads to; the same where there is none that way. */
export function tileAfter(rows: readonly OverviewRow[], at: number, key: string): number {
  const lines = rows.flatMap((row) => (row.kind === 'tiles' ? [row.tiles] : []));
  const last = lines.at(-1)?.at(-1) ?? 0;
  const line = lines.findIndex((tiles) => tiles.includes(at));
  const column = lines[line]?.indexOf(at) ?? 0;
  const beside = (by: number): number => Math.min(last, Math.max(0, at + by));
  const below = (by: number): number => {
    const next = lines[Math.min(lines.length - 1, Math.max(0, line + by))];
    return next?.[Math.min(column, next.length - 1)] ?? at;
  };
  switch (key) {
    case 'ArrowLeft':
      return beside(-1);
    case 'ArrowRight':
      return beside(1);
    case 'ArrowUp':
      return below(-1);
    case 'ArrowDown':
      return below(1);
    case 'PageUp':
      return below(-3);
    case 'PageDown':
      return below(3);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return at;
  }
}
