import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { ProgrammeId, ReviewId } from '../../../../shared/model/ids.ts';
import type { JobId, PersonId } from '../../../../shared/model/ids.ts';
import { BesideSide } from '../../../../shared/model/review/beside.ts';
import { MOST_CASES, PackageKind } from '../../../../shared/model/review/package.ts';
import type { SentAnswer, WaitingPackage } from '../../../../shared/model/review/package.ts';
import { sideEntry } from '../../../../shared/review/package/entries.ts';
import type { Commands } from '../../kernel/command.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import type { JobContext } from '../../kernel/job-run.ts';
import type { Jobs, Json } from '../../kernel/jobs.ts';
import { requireOutsideStore } from '../../kernel/outside-store.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { sideToSend } from '../beside/sent-side.ts';
import { caseName } from '../case-name.ts';
import { caseText } from '../case-text.ts';
import { writePackage } from '../package/write-package.ts';
import type { EntryToWrite, PackageEntry, PackagePlace } from '../package/write-package.ts';
import type { Programmes } from '../programmes.ts';
import type { Reviews } from '../reviews.ts';
import { sourceById } from '../source-rows.ts';
import { caseEntries, document } from './case-entries.ts';
import type { CaseEntriesParts } from './case-entries.ts';
import type { OwnKeys } from './own-keys.ts';
import type { Peers } from './peers.ts';
import { waitingGroups } from './waiting.ts';
import type { Due, DueGroup, WaitingParts } from './waiting.ts';

export interface OutgoingParts extends CaseEntriesParts, WaitingParts {
  /** Of the store. */
  readonly dir: string;
  readonly faults: FaultPoints;
  readonly jobs: Pick<Jobs, 'enqueue' | 'define'>;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly keys: OwnKeys;
  readonly peers: Peers;
  readonly reviews: Pick<Reviews, 'whole' | 'locked'>;
  readonly programmes: Pick<Programmes, 'version'>;
}

export interface WantedPackage {
  /** By id or name. */
  readonly peer: string;
  readonly kind: PackageKind;
  /** Null: of whatever programme waits first. */
  readonly programmeId: ProgrammeId | null;
  /** Absolute. */
  readonly folder: string;
  readonly days: number;
}

export const SEND_JOB = 'review-send';
/** What is to go into a package. */
export const MakePackage = z.strictObject({
  peerId: z.string(),
  kind: PackageKind,
  programmeId: ProgrammeId,
  reviewIds: z.array(ReviewId),
  expiresAt: z.iso.datetime(),
});
export type MakePackage = z.infer<typeof MakePackage>;
const Payload = z.strictObject({ ...MakePackage.shape, file: z.string() });
export const SentPackage = z.strictObject({ file: z.string(), cases: z.number(), bytes: z.number() });
const MadeRow = z.object({ peer_id: z.string(), programme_id: z.string(), kind: PackageKind });
const DAY_MS = 86_400_000;

/** Makes packages: to one person, of one programme, all that waits, in a file whose name says nothing. */
export class Outgoing {
  readonly #parts: OutgoingParts;

  constructor(parts: OutgoingParts) {
    this.#parts = parts;
    parts.jobs.define(SEND_JOB, {
      payload: Payload,
      maxAttempts: 1,
      run: (context, { file, ...wanted }) => this.make(context, wanted, { final: file }),
    });
  }

  waiting(): WaitingPackage[] {
    return waitingGroups(this.#parts).map(({ peer, kind, programmeId, due }) => ({
      ...{ peerId: peer.peerId, kind, programmeId },
      cases: due.map(({ review: { reviewId } }) => ({ caseId: reviewId, name: caseName(reviewId) })),
    }));
  }

  /** @throws AppError package/no-such-peer, package/nothing-to-send, access/proof-needed, request/bad */
  async send({ folder, ...wanted }: WantedPackage): Promise<JobId> {
    const { jobs, personId, dir } = this.#parts;
    const file = path.join(folder, `review-${randomBytes(5).toString('hex')}.njreview`);
    await requireOutsideStore(dir, file);
    return jobs.enqueue(SEND_JOB, { ...this.plan(wanted), file }, { personId });
  }

  /** What would go into it now. @throws AppError package/no-such-peer, package/nothing-to-send, access/proof-needed */
  plan({ peer: said, kind, programmeId, days }: Omit<WantedPackage, 'folder'>): MakePackage {
    const { peers, clock, keys } = this.#parts;
    const peer = peers.one(said);
    const group = waitingGroups(this.#parts).find(
      (one) => one.peer.peerId === peer.peerId && one.kind === kind && [null, one.programmeId].includes(programmeId),
    );
    if (group === undefined) throw new AppError('package/nothing-to-send', 'nothing waits for them');
    keys.open().exchange.secret.fill(0);
    const expiresAt = new Date(Date.parse(clock.nowIso()) + days * DAY_MS).toISOString();
    const reviewIds = group.due.slice(0, MOST_CASES).map(({ review }) => review.reviewId);
    return { peerId: peer.peerId, kind, programmeId: group.programmeId, reviewIds, expiresAt };
  }

  /** A package that was lost: what was in it waits again. @throws AppError package/nothing-to-send */
  again(packageId: string): void {
    const { commands, personId } = this.#parts;
    commands.run({ name: 'review.sendAgain', personId, subject: packageId, detail: {} }, (db) => {
      const row = db
        .prepare("SELECT peer_id, programme_id, kind FROM review_package WHERE way = 'out' AND package_id = ?")
        .get(packageId);
      if (row === undefined) throw new AppError('package/nothing-to-send', 'no such package was made here');
      const { peer_id: peerId, programme_id: programmeId, kind } = MadeRow.parse(row);
      if (kind === 'answers') {
        db.prepare('UPDATE review_taken SET answered = 0 WHERE peer_id = ? AND programme_id = ?').run(
          peerId,
          programmeId,
        );
      } else db.prepare('DELETE FROM review_sent WHERE package_id = ?').run(packageId);
    });
  }

  /**
   * Writes it, and puts it on record before it gets its name.
   * @param also what else stands in the same record
   */
  async make(
    context: JobContext,
    wanted: MakePackage,
    place: PackagePlace,
    also: (db: Db, packageId: string) => void = () => undefined,
  ): Promise<Json> {
    const { clock, dir, faults, keys, peers } = this.#parts;
    const peer = peers.one(wanted.peerId);
    const group = this.#group(wanted);
    const { exchange, signing } = keys.open();
    exchange.secret.fill(0);
    const { kind, programmeId, expiresAt } = wanted;
    const madeAt = clock.nowIso();
    const input = { kind, programmeId, madeAt, expiresAt, sender: signing, recipients: [peer.exchangeKey] };
    const bytes = await writePackage(
      dir,
      place,
      { ...input, entries: this.#entries(context, group) },
      { record: (packageId) => this.#record(packageId, wanted, group, also), faults },
    );
    return SentPackage.parse({ file: place.final, cases: group.due.length, bytes });
  }

  /** Those cases that still wait. */
  #group({ peerId, kind, reviewIds }: MakePackage): DueGroup {
    const found = waitingGroups(this.#parts).find(
      (one) =>
        one.peer.peerId === peerId &&
        one.kind === kind &&
        one.due.some(({ review }) => reviewIds.includes(review.reviewId)),
    );
    const due = found?.due.filter(({ review }) => reviewIds.includes(review.reviewId)) ?? [];
    if (found === undefined || due.length === 0)
      throw new AppError('package/nothing-to-send', 'nothing waits for them any more');
    return { ...found, due };
  }

  #entries(context: JobContext, { kind, due }: DueGroup): AsyncIterable<EntryToWrite> | Iterable<EntryToWrite> {
    switch (kind) {
      case 'cases': {
        const [first] = due;
        if (first === undefined) throw new AppError('internal/bug', 'a package of no case');
        const { programmeId, programmeVersion } = first.review;
        const { version, name, kind: programmeKind } = this.#parts.programmes.version(programmeId, programmeVersion);
        return caseEntries(this.#parts, { programmeId, version, name, kind: programmeKind }, due, {
          signal: context.signal,
          report: (doneCount, totalCount) => context.report({ doneCount, totalCount, doneBytes: 0, totalBytes: null }),
        });
      }
      case 'reveals':
        return [document('reveals.json', { reveals: due.map((one) => this.#reveal(one)) })];
      case 'answers':
        return [
          document('answers.json', { answers: due.map((one) => this.#answer(one)) }),
          ...due.flatMap((one, at) => this.#side(one, at + 1)),
        ];
    }
  }

  #reveal({ review }: Due) {
    const { index, reviews } = this.#parts;
    const { lockedHash } = reviews.whole(review.reviewId).progress;
    const source = sourceById(index, review.sourceReportId);
    const sections = source === null ? null : caseText(index, source);
    if (sections === null) throw new AppError('review/no-such-case', 'its report is not here any more');
    return { caseId: review.reviewId, lockedHash, sections };
  }

  /** All that was done so far, so that an answer that was lost is in the next one. */
  #answer({ review, role }: Due): SentAnswer {
    const locked = this.#parts.reviews.locked(review.reviewId);
    return {
      ...{ caseId: review.reviewId, role },
      moves: review.events.map(({ at, move }) => ({ at, move })),
      read: locked,
    };
  }

  /** What was drawn and shown until the findings were locked; each by itself, since a seen map is long. */
  #side({ review, role }: Due, place: number): PackageEntry[] {
    const { index } = this.#parts;
    const find = index.prepare<[string], string>('SELECT content FROM review_shown WHERE review_id = ?').pluck();
    const kept = role === 'reviewer' ? find.get(review.reviewId) : undefined;
    if (kept === undefined) return [];
    return [document(sideEntry(place), sideToSend(index, BesideSide.parse(JSON.parse(kept))))];
  }

  #record(
    packageId: string,
    { peerId, kind, programmeId, expiresAt }: MakePackage,
    { due }: DueGroup,
    also: (db: Db, packageId: string) => void,
  ): void {
    const { commands, personId, clock } = this.#parts;
    const detail = { kind, cases: due.length, peer: peerId };
    commands.run({ name: 'review.sendPackage', personId, subject: packageId, detail }, (db) => {
      db.prepare("INSERT INTO review_package VALUES (?, 'out', ?, ?, ?, ?, ?, ?, ?)").run(
        ...[packageId, kind, peerId, personId, programmeId, clock.nowIso(), expiresAt, due.length],
      );
      const sent = db.prepare('INSERT INTO review_sent VALUES (?, ?, ?, ?, ?)');
      const answered = db.prepare('UPDATE review_taken SET answered = ? WHERE review_id = ?');
      also(db, packageId);
      for (const { review, role } of due) {
        if (kind === 'answers') answered.run(review.events.length, review.reviewId);
        else sent.run(review.reviewId, role, kind === 'cases' ? 'case' : 'reveal', peerId, packageId);
      }
    });
  }
}
