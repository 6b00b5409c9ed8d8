import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { PersonId, ProgrammeId, ReaderPseudonym, ReviewId } from '../../../shared/model/ids.ts';
import type { RadpeerScore } from '../../../shared/model/review/score.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { Readers } from '../../../electron/station/review/readers.ts';
import { reviewKey } from '../../../electron/station/review/review-key.ts';
import { putSources } from '../../../electron/station/review/source-rows.ts';
import type { NewSource } from '../../../electron/station/review/source-rows.ts';
import { answer, newStation, PASSPHRASE } from '../../faults/store/station-fixture.ts';

/** Of the two who use the window in tests. */
export const CORA = { name: 'Cora Coordinator', passphrase: PASSPHRASE };
export const ADA = { name: 'Ada Reader', passphrase: PASSPHRASE };
/** Whoever reads again, and gives opinions. */
const [BEN, DORA, EVE] = ['Ben Reviewer', 'Dora Second', 'Eve Third'];
const [HOUR, DAY] = [3_600_000, 86_400_000];
/** What must not leave with any export: it stands in every place of a case that takes words. */
export const CANARY = 'CANARY VANTERPOOL Eloise MRN 771-23';

export interface ProgrammeWanted {
  /** Cases of each month, by author: shares of the scores of each. */
  readonly authors: readonly {
    readonly name: string;
    readonly each: number;
    readonly scores: readonly RadpeerScore[];
  }[];
  /** Months in which they are read and closed, YYYY-MM. */
  readonly months: readonly string[];
  /** Of the last month's cases with a 2b or more: so many are left in arbitration. */
  readonly unarbitrated?: number;
  readonly minimumN?: number;
}

export interface ClosedProgramme {
  readonly station: Station;
  readonly programmeId: ProgrammeId;
  readonly as: (name: string) => Promise<void>;
}

/** A programme that has been going on for months: every case made, read, scored and closed by the station's own moves. */
export async function closedProgramme(dir: string, wanted: ProgrammeWanted): Promise<ClosedProgramme> {
  const clock = { now: Date.parse(`${wanted.months[0] ?? ''}-03T08:00:00Z`) };
  const station = newStation(dir, {
    clock: { nowIso: () => new Date((clock.now += 1)).toISOString(), monotonic: () => performance.now() },
  });
  await station.create(ADA.name, PASSPHRASE);
  station.access.confirmRecovery();
  const people = new Map<string, PersonId>();
  for (const [name, roles] of [
    ...[BEN, DORA, EVE].map((one) => [one ?? '', ['reviewer']] as const),
    [CORA.name, ['coordinator']] as const,
  ]) {
    const proof = { passphrase: PASSPHRASE, proof: PASSPHRASE };
    const added = await answer<Response<'people.add'>>(station, 'people.add', { ...{ name, roles }, ...proof });
    people.set(name, added.person.personId);
  }
  const { people: all } = await answer<Response<'access.state'>>(station, 'access.state', {});
  for (const { name, personId } of all) people.set(name, personId);
  const as = async (name: string): Promise<void> => {
    await answer(station, 'access.lock', {});
    await answer(station, 'access.unlock', { personId: people.get(name) ?? null, passphrase: PASSPHRASE });
  };
  await as(CORA.name);
  const programmeId = await programmeOf(station, wanted.minimumN ?? 10);
  const read = new Map<string, RadpeerScore>();
  for (const [at, month] of wanted.months.entries()) {
    clock.now = Math.max(clock.now, Date.parse(`${month}-03T08:00:00Z`));
    const sources = sourcesOf(wanted, people, month, at);
    note(
      station,
      sources.map(({ source }) => source),
    );
    for (const { source, score } of sources) read.set(source.key, score);
    await monthOf({ station, programmeId, as, clock, read }, at === wanted.months.length - 1 ? wanted.unarbitrated : 0);
  }
  return { station, programmeId, as };
}

async function programmeOf(station: Station, minimumN: number): Promise<ProgrammeId> {
  const { readers } = await answer<Response<'review.readers'>>(station, 'review.readers', {});
  const ben = readers.find(({ name }) => name === BEN);
  const { programmeId } = await answer<Response<'review.saveProgramme'>>(station, 'review.saveProgramme', {
    programmeId: null,
    content: {
      ...{ name: 'All of the year', kind: 'radpeer', authors: 'everyone', pairs: 'everyone', reciprocal: false },
      ...{ windowDays: 365, reviewers: [{ reader: ben?.reader, modalities: [], regions: [], most: null }] },
      ...{ targeted: { flags: [], share: 0 }, strata: ['author'], allocation: 'proportional', quotas: [] },
      ...{ workloadDifference: 1, minimumN, groupId: '4711' },
    },
  });
  return programmeId;
}

function sourcesOf(
  { authors }: ProgrammeWanted,
  people: ReadonlyMap<string, PersonId>,
  month: string,
  at: number,
): readonly { readonly source: NewSource; readonly score: RadpeerScore }[] {
  return authors.flatMap(({ name, each, scores }, place) =>
    Array.from({ length: each }, (_, n) => {
      const personId = people.get(name);
      const number = at * each + n + place;
      const source: NewSource = {
        ...{ origin: 'csv', site: 'North', flags: [], accession: `${CANARY} ${number}`.slice(0, 64), studyId: null },
        ...{ modality: ['CT', 'MR', 'CT', 'DX'][number % 4] ?? 'CT', region: number % 3 === 0 ? 'head' : 'chest' },
        ...{ shift: (['day', 'night', 'evening', 'day', 'weekend'] as const)[number % 5] ?? 'day', reportId: null },
        signedAt: new Date(Date.parse(`${month}-01T06:00:00Z`) + n * HOUR).toISOString(),
        key: `${month} ${name} ${n}`,
        reader: personId === undefined ? { kind: 'other', site: 'North', name } : { kind: 'person', personId },
      };
      return { source, score: scores[number % scores.length] ?? '1' };
    }),
  );
}

/** Reports as the pool has them. */
function note(station: Station, sources: readonly NewSource[]): void {
  const { index, ring, commands, personId } = station.access.requireStore();
  const key = (): Uint8Array => reviewKey({ index, ring, commands, clock: systemClock, personId });
  const authors = new Readers({ index, commands, personId, key }).of(sources.map(({ reader }) => reader));
  const command = { name: 'review.noteReports', personId, subject: 'reports', detail: { reports: sources.length } };
  commands.run(command, (db) =>
    putSources(
      db,
      sources.flatMap((source, at) => {
        const author = authors[at];
        return author === undefined ? [] : [{ source, author }];
      }),
    ),
  );
}

interface MonthParts {
  readonly station: Station;
  readonly programmeId: ProgrammeId;
  readonly as: (name: string) => Promise<void>;
  readonly clock: { now: number };
  /** Score that a case will get, by the key of its report. */
  readonly read: ReadonlyMap<string, RadpeerScore>;
}

/** Draws all there is, and takes it to its end. */
async function monthOf({ station, programmeId, as, clock, read }: MonthParts, left = 0): Promise<void> {
  const count = 10_000;
  const { draw, reviewIds } = await answer<Response<'review.draw'>>(station, 'review.draw', {
    ...{ programmeId, seed: '00000000000000a7', count },
  });
  const key = station.access
    .requireStore()
    .index.prepare<[string], string>('SELECT key FROM review_source WHERE source_report_id = ?')
    .pluck();
  const scores = draw.picks.map(({ sourceReportId }) => read.get(key.get(sourceReportId) ?? '') ?? '1');
  const { room } = { room: station.rooms.review };
  const readers = new Map(room.people().map(({ name, reader }) => [name, reader]));
  clock.now += 5 * DAY;
  await as(BEN ?? '');
  for (const [at, reviewId] of reviewIds.entries()) readOne(station, reviewId, scores[at] ?? '1', at);
  clock.now += 2 * DAY;
  await as(CORA.name);
  const grave = reviewIds.filter((_, at) => ['2b', '3a', '3b'].includes(scores[at] ?? '1'));
  const moves = (ids: readonly ReviewId[], move: Parameters<typeof room.move>[0]['move']): void => {
    for (const reviewId of ids) station.rooms.review.move({ reviewId, move });
  };
  moves(
    reviewIds.filter((reviewId) => !grave.includes(reviewId)),
    { kind: 'agree' },
  );
  const arbitrated = grave.slice(left);
  moves(arbitrated, { kind: 'refer', reader: readers.get(DORA ?? '') as ReaderPseudonym });
  await as(DORA ?? '');
  const scoreOf = (reviewId: ReviewId): RadpeerScore => scores[reviewIds.indexOf(reviewId)] ?? '1';
  // Every fourth opinion is another one: a third is asked for then.
  const apart = arbitrated.filter((_, at) => at % 4 === 3);
  for (const reviewId of arbitrated) {
    const score = apart.includes(reviewId) ? '2a' : scoreOf(reviewId);
    moves([reviewId], { kind: 'opine', opinion: { score, comment: CANARY } });
  }
  await as(CORA.name);
  moves(apart, { kind: 'refer', reader: readers.get(EVE ?? '') as ReaderPseudonym });
  await as(EVE ?? '');
  for (const reviewId of apart) moves([reviewId], { kind: 'opine', opinion: { score: '2a', comment: CANARY } });
  clock.now += DAY;
  await as(CORA.name);
  for (const reviewId of arbitrated) {
    moves([reviewId], { kind: 'settle', score: apart.includes(reviewId) ? '2a' : scoreOf(reviewId) });
  }
  for (const [at, reviewId] of reviewIds.entries()) {
    clock.now += at % 7 === 0 ? HOUR : 60_000;
    if (!grave.slice(0, left).includes(reviewId)) moves([reviewId], { kind: 'close' });
  }
}

function readOne(station: Station, reviewId: ReviewId, score: RadpeerScore, at: number): void {
  const room = station.rooms.review;
  room.open(reviewId);
  room.saveRead({ reviewId, read: { findings: [], text: CANARY } });
  room.lock(reviewId);
  room.move({ reviewId, move: { kind: 'reveal' } });
  room.move({
    reviewId,
    move: {
      kind: 'score',
      scoring: {
        ...{ score, legacy4: false, comment: score === '1' ? '' : CANARY, patientAffected: false },
        ...{ errorClass: score === '1' ? null : 'perception', factors: [] },
        learningPoint: score === '2a' ? 'Look at the lung apices and the thyroid before the end.' : '',
        greatCall: score === '1' && at % 9 === 0,
      },
    },
  });
}
