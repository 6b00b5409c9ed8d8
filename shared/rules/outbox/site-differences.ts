import { displayName, namesAgree } from '../../dicom/person-name.ts';
import type { SiteDifference, OrderThen } from '../../model/site-difference.ts';
import type { FoundSeries, FoundStudy } from '../../model/source.ts';
import type { PersonName } from '../../model/study.ts';
import { momentWords } from './series-moment.ts';

/** What is here of a study, or was when its report was signed. */
export interface KnownStudy {
  readonly studyUid: string;
  readonly patient: {
    readonly patientId: string | null;
    readonly name: PersonName;
    /** DICOM DA text. */
    readonly birthDate: string | null;
  };
  /** Objects of the site that were here. */
  readonly objects: number;
  /** Series that were here, and those that this station made. */
  readonly seriesUids: ReadonlySet<string>;
  /** Those among them that this station made. Absent: nobody can tell. */
  readonly ownSeriesUids?: ReadonlySet<string>;
  /** Objects of this station that the site has by now. */
  readonly delivered: number;
}

/** What a source says of it. found null: it has no such study. */
export interface SaidStudy {
  readonly found: FoundStudy | null;
  readonly series: readonly FoundSeries[];
}

/** Everything that a source says otherwise. What it does not say is no difference. @param isMerged whether the site made two ids one */
export function siteDifferences(
  known: KnownStudy,
  { found, series }: SaidStudy,
  isMerged: (a: string, b: string) => boolean = () => false,
): readonly SiteDifference[] {
  if (found === null) {
    return [{ reason: 'study-gone', signed: `${images(known.objects)} of it`, now: 'no such study' }];
  }
  const differences: SiteDifference[] = [];
  const patient = patientDifference(known.patient, found, isMerged);
  if (patient !== null) differences.push(patient);
  const there = objectsThere(known, found, series);
  if (there !== null && there > known.objects) {
    const fresh = series.filter(({ seriesUid, modality }) => modality !== 'SR' && !known.seriesUids.has(seriesUid));
    const more = images(there - known.objects);
    const words = fresh.length === 0 ? '' : `, in ${fresh.map(seriesWords).join('; ')}`;
    differences.push({
      reason: 'new-images',
      signed: images(known.objects),
      now: `${images(there)}: ${more} more${words}`,
    });
  }
  const reports = series.filter(({ modality, seriesUid }) => modality === 'SR' && !known.seriesUids.has(seriesUid));
  if (reports.length > 0) {
    const begun = reports.map((one) => seriesWords(one) + (one.begun ? `, of ${momentWords(one.begun)} there` : ''));
    // No list of series names who wrote in them: that stands in the objects alone.
    const now = `a report of somebody else: ${begun.join('; ')}; whose, its list does not say`;
    differences.push({ reason: 'other-report', signed: 'no report of anybody else', now });
  }
  return differences.map(shortened);
}

/**
 * Objects that the site has and this station did not make; null where it does not say. What it has of ours is what it counts in our
 * series, where it counts those: what is just on its way there, or went elsewhere, makes no difference then.
 */
function objectsThere(known: KnownStudy, { instances }: FoundStudy, series: readonly FoundSeries[]): number | null {
  const { ownSeriesUids, seriesUids, delivered } = known;
  if (ownSeriesUids === undefined || series.some((one) => one.instances === null)) {
    return instances === null ? null : instances - delivered;
  }
  const count = (of: readonly FoundSeries[]): number => of.reduce((sum, one) => sum + (one.instances ?? 0), 0);
  const others = series.filter(({ seriesUid }) => !ownSeriesUids.has(seriesUid));
  // A report of somebody else is told as such.
  const images = others.filter(({ seriesUid, modality }) => modality !== 'SR' || seriesUids.has(seriesUid));
  // The two are asked one after the other, and a site may list less than it has.
  return Math.max(count(images), (instances ?? 0) - count(series) + count(others));
}

/** How an order is another one now. then null: nobody knows what it asked for, or there was none: only its cancel is told. */
export function orderDifferences(then: OrderThen | null, now: OrderThen | null): readonly SiteDifference[] {
  if (now === null) return [];
  if (now.cancelled) {
    if (then?.cancelled === true) return [];
    return [shortened({ reason: 'order-cancelled', signed: orderWords(then ?? now), now: 'cancelled' })];
  }
  if (then === null || JSON.stringify(asked(then)) === JSON.stringify(asked(now))) return [];
  return [shortened({ reason: 'order-changed', signed: orderWords(then), now: orderWords(now) })];
}

function patientDifference(
  { patientId, name, birthDate }: KnownStudy['patient'],
  found: FoundStudy,
  isMerged: (a: string, b: string) => boolean,
): SiteDifference | null {
  const differs = (now: string | null, then: string | null): boolean =>
    now !== null && now.trim() !== '' && then !== null && now.trim() !== then.trim();
  const [now, then] = [found.patientId, patientId];
  const otherId = differs(now, then);
  const other =
    otherId ||
    differs(found.birthDate, birthDate) ||
    (found.patientName.alphabetic.trim() !== '' && !namesAgree(found.patientName, name));
  if (!other) return null;
  const merged = otherId && now !== null && then !== null && isMerged(now.trim(), then.trim());
  const words = (id: string | null, called: PersonName, born: string | null): string =>
    [displayName(called), id === null ? '' : `id ${id}`, born === null ? '' : `born ${isoDay(born)}`]
      .filter((part) => part !== '')
      .join('\n');
  return {
    reason: merged ? 'patient-merged' : otherId ? 'patient-changed' : 'patient-corrected',
    signed: words(then, name, birthDate),
    now: words(now, found.patientName, found.birthDate),
  };
}

function asked({ orderId, priority, procedure, reason, accessions }: OrderThen): readonly unknown[] {
  return [orderId, priority, procedure, reason, [...accessions].sort()];
}

function orderWords({ priority, procedure, reason, accessions }: OrderThen): string {
  const number = accessions.length === 0 ? '' : `acc ${accessions.join(', ')}`;
  return [procedure ?? 'imaging', priority, reason ?? '', number].filter((part) => part !== '').join('\n');
}

function seriesWords({ modality, description, instances }: FoundSeries): string {
  const name = [modality ?? '', description ?? ''].filter((part) => part !== '').join(' ');
  return `${name === '' ? 'a series' : name}${instances === null ? '' : ` (${instances})`}`;
}

function images(count: number): string {
  return count === 1 ? '1 image' : `${count} images`;
}

/** What a site writes may be long. */
function shortened({ reason, signed, now }: SiteDifference): SiteDifference {
  return { reason, signed: signed.slice(0, 2000), now: now.slice(0, 2000) };
}

function isoDay(da: string): string {
  return /^\d{8}$/.test(da) ? `${da.slice(0, 4)}-${da.slice(4, 6)}-${da.slice(6)}` : da;
}
