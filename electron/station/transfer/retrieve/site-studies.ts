import { z } from 'zod';
import type { PersonId, SourceId } from '../../../../shared/model/ids.ts';
import { FoundStudy } from '../../../../shared/model/source.ts';
import { SiteChange } from '../../../../shared/model/transfer.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { WhatIsHere } from './what-is-here.ts';

/** Instances that are named missing, a series. */
export const MOST_NAMED = 1000;

const SiteSeries = z.strictObject({
  seriesUid: z.string(),
  modality: z.string().nullable(),
  description: z.string().nullable(),
  expected: z.number().int().nullable(),
  missing: z.array(z.string()),
  /** Of the expected ones: those that the site lists still, and took back. */
  takenBack: z.number().int().optional(),
});
/** A series as its source says it. */
export type SiteSeries = Readonly<z.infer<typeof SiteSeries>>;

/** What a source last said of a study. */
export interface SiteStudy {
  readonly sourceId: SourceId;
  readonly studyUid: string;
  readonly found: FoundStudy;
  readonly series: readonly SiteSeries[];
  readonly changes: readonly SiteChange[];
  readonly checkedAt: string;
  readonly completeAt: string | null;
}

interface Row {
  readonly source_id: SourceId;
  readonly study_uid: string;
  readonly found: string;
  readonly series: string;
  readonly changes: string;
  readonly checked_at: string;
  readonly complete_at: string | null;
}

export interface SiteStudiesOptions {
  readonly db: Db;
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly here: WhatIsHere;
}

/** What sources say of studies: kept, and written into the counts that the reading list shows. */
export class SiteStudies {
  readonly #options: SiteStudiesOptions;

  constructor(options: SiteStudiesOptions) {
    this.#options = options;
  }

  get(sourceId: string, studyUid: string): SiteStudy | null {
    const row = this.#options.db
      .prepare<[string, string], Row>('SELECT * FROM site_study WHERE source_id = ? AND study_uid = ?')
      .get(sourceId, studyUid);
    return row === undefined ? null : read(row);
  }

  ofStudy(studyUid: string): readonly SiteStudy[] {
    return this.#options.db
      .prepare<[string], Row>('SELECT * FROM site_study WHERE study_uid = ? ORDER BY source_id')
      .all(studyUid)
      .map(read);
  }

  /** Writes what a source says now, the expected counts of the study here with it. One audited command. */
  async save(study: Omit<SiteStudy, 'checkedAt'>): Promise<void> {
    const { commands, personId, clock } = this.#options;
    const { sourceId, studyUid, found, series, changes, completeAt } = study;
    const expected = expectedOf(series, found);
    const missing = series.reduce((sum, one) => sum + one.missing.length, 0);
    const kinds = [...new Set(changes.map(({ kind }) => kind))].join(' ');
    const detail = { series: series.length, expected: expected ?? -1, missing, changes: changes.length, kinds };
    await commands.runInBackground({ name: 'transfer.expect', personId, subject: sourceId, detail }, (db) => {
      db.prepare('INSERT OR REPLACE INTO site_study VALUES (?, ?, ?, ?, ?, ?, ?)').run(
        ...[sourceId, studyUid, JSON.stringify(found), JSON.stringify(series), JSON.stringify(changes)],
        ...[clock.nowIso(), completeAt],
      );
      db.prepare('UPDATE study SET expected = ? WHERE study_uid = ? AND expected IS NOT ?').run(
        ...[expected, studyUid, expected],
      );
      const one = db.prepare(
        `UPDATE series SET expected = @expected WHERE series_uid = @seriesUid AND expected IS NOT @expected
         AND study_id IN (SELECT study_id FROM study WHERE study_uid = @studyUid)`,
      );
      for (const { seriesUid, ...counts } of series) one.run({ expected: wantedOf(counts), seriesUid, studyUid });
    });
  }
}

/** Images of a series that are to be here; null where the source does not say. */
export function wantedOf({ expected, takenBack = 0 }: Pick<SiteSeries, 'expected' | 'takenBack'>): number | null {
  return expected === null ? null : expected - takenBack;
}

/** Of the whole study; null where the source does not say. */
export function expectedOf(series: readonly SiteSeries[], found: FoundStudy | null): number | null {
  if (series.length === 0) return found?.instances ?? null;
  const counts = series.map(wantedOf);
  return counts.includes(null)
    ? (found?.instances ?? null)
    : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

/** All that changed since a study was complete here; what came before that is no change, it was on its way. */
export function changesSince(
  before: SiteStudy,
  found: FoundStudy,
  series: readonly SiteSeries[],
): readonly SiteChange[] {
  if (before.completeAt === null) return before.changes;
  const known = new Set(before.changes.map(({ words }) => words));
  return [...before.changes, ...changesBetween(before, { found, series }).filter(({ words }) => !known.has(words))];
}

/** What is other now than it was. Nothing of it names anybody. */
export function changesBetween(
  before: Pick<SiteStudy, 'found' | 'series'>,
  now: Pick<SiteStudy, 'found' | 'series'>,
): readonly SiteChange[] {
  const changes: SiteChange[] = [];
  const say = (kind: SiteChange['kind'], words: string): void => void changes.push({ kind, words });
  const had = new Map(before.series.map((one) => [one.seriesUid, one]));
  const has = new Map(now.series.map((one) => [one.seriesUid, one]));
  const fresh = now.series.filter(({ seriesUid }) => !had.has(seriesUid)).length;
  const gone = before.series.filter(({ seriesUid }) => !has.has(seriesUid)).length;
  if (fresh > 0) say('new-series', `${counted(fresh, 'new series', 'new series')} at the site`);
  if (gone > 0) say('series-gone', `${counted(gone, 'series is', 'series are')} not at the site any more`);
  let [more, fewer] = [0, 0];
  for (const [seriesUid, one] of has) {
    const change = (one.expected ?? 0) - (had.get(seriesUid)?.expected ?? one.expected ?? 0);
    if (change > 0) more += change;
    else fewer -= change;
  }
  if (more > 0) say('more-images', `${counted(more, 'image', 'images')} more at the site`);
  if (fewer > 0) say('fewer-images', `${counted(fewer, 'image', 'images')} fewer at the site`);
  const patient = differing(PATIENT, before.found, now.found);
  if (patient.length > 0) say('patient', `the site changed the patient’s ${patient.join(', ')}`);
  const study = differing(STUDY, before.found, now.found);
  if (study.length > 0) say('study', `the site changed the study’s ${study.join(', ')}`);
  return changes;
}

const PATIENT = {
  patientId: 'id',
  issuer: 'issuer of the id',
  patientName: 'name',
  birthDate: 'birth date',
  sex: 'sex',
} as const;
const STUDY = {
  accession: 'accession number',
  studyDate: 'date',
  description: 'description',
  referring: 'referring physician',
} as const;

function differing(
  words: Readonly<Partial<Record<keyof FoundStudy, string>>>,
  before: FoundStudy,
  now: FoundStudy,
): readonly string[] {
  const keys = Object.keys(words) as (keyof FoundStudy)[];
  return keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(now[key])).map((key) => words[key] ?? '');
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function read(row: Row): SiteStudy {
  return {
    sourceId: row.source_id,
    studyUid: row.study_uid,
    found: FoundStudy.parse(JSON.parse(row.found)),
    series: z.array(SiteSeries).parse(JSON.parse(row.series)),
    changes: z.array(SiteChange).parse(JSON.parse(row.changes)),
    checkedAt: row.checked_at,
    completeAt: row.complete_at,
  };
}
