import { z } from 'zod';
import { WireError } from '../../errors/app-error.ts';
import { ProgrammeId, ReaderPseudonym, ReviewId } from '../ids.ts';
import { BlindRead } from './finding.ts';
import { ProgrammeKind } from './programme.ts';
import { ReviewEvent } from './review.ts';
import { ReviewModality, ReviewRegion } from './source-report.ts';

/** Cases of one package: each is a study with its pictures. */
export const MOST_CASES = 500;

const Instant = z.iso.datetime();
const Uid = z.string().regex(/^[0-9.]{1,64}$/);
const Section = z.strictObject({ title: z.string().max(500), text: z.string().max(100_000) });
const Sections = z.array(Section).max(100);
/** What the reader of a case is asked for. */
export const ElsewhereRole = z.enum(['reviewer', 'second', 'third']);
export type ElsewhereRole = z.infer<typeof ElsewhereRole>;

/** programme.json: what a reviewer has to know of it. Who else reads, whose reports and how many are not said. */
export const SentProgramme = z.strictObject({
  programmeId: ProgrammeId,
  version: z.number().int().min(1),
  name: z.string().trim().min(1).max(200),
  kind: ProgrammeKind,
});
export type SentProgramme = Readonly<z.infer<typeof SentProgramme>>;

/** What the order of an examination said, its names taken out. */
export const SentOrder = z.strictObject({
  procedure: z.string().max(1000),
  question: z.string().max(5000),
});
export type SentOrder = Readonly<z.infer<typeof SentOrder>>;

/** orders.json */
export const SentOrders = z.strictObject({
  orders: z.array(z.strictObject({ caseId: ReviewId, order: SentOrder })).max(MOST_CASES),
});
export type SentOrders = Readonly<z.infer<typeof SentOrders>>;

const SentStudy = z.strictObject({
  /** Of the copy: of nothing that anybody else has. */
  studyUid: Uid,
  objects: z.number().int().min(0).max(100_000),
  leftOut: z.array(z.strictObject({ what: z.string().max(100), why: z.string().max(100) })).max(200),
});

export const SentCase = z.strictObject({
  caseId: ReviewId,
  role: ElsewhereRole,
  modality: ReviewModality,
  region: ReviewRegion,
  drawnAt: Instant,
  /** The case first, then what is compared with. */
  studies: z.array(SentStudy).max(10),
  /** Null: its reader has to lock own findings first. */
  report: Sections.nullable(),
});
export type SentCase = Readonly<z.infer<typeof SentCase>>;

/** cases.json, behind the objects. */
export const SentCases = z.strictObject({ cases: z.array(SentCase).min(1).max(MOST_CASES) });

/** answers.json: all that the reader of each case did so far. */
export const SentAnswers = z.strictObject({
  answers: z
    .array(
      z.strictObject({
        caseId: ReviewId,
        role: ElsewhereRole,
        moves: z.array(ReviewEvent.pick({ at: true, move: true })).max(20),
        read: z.strictObject({ read: BlindRead, lockedAt: Instant }).nullable(),
      }),
    )
    .min(1)
    .max(MOST_CASES),
});
export type SentAnswer = Readonly<z.infer<typeof SentAnswers>['answers'][number]>;

/** reveals.json: the reports of cases whose findings were received, by the hash that was locked. */
export const SentReveals = z.strictObject({
  reveals: z
    .array(z.strictObject({ caseId: ReviewId, lockedHash: z.string().regex(/^[0-9a-f]{64}$/), sections: Sections }))
    .min(1)
    .max(MOST_CASES),
});

/** Somebody at another station with whom packages are exchanged. */
export const ReviewPeer = z.strictObject({
  peerId: z.string(),
  name: z.string(),
  site: z.string(),
  fingerprint: z.string(),
  expiresAt: Instant,
  /** Null: still trusted. */
  revokedAt: Instant.nullable(),
  state: z.enum(['active', 'expired', 'revoked']),
  /** The pseudonym under which cases may be drawn for them; null: whoever asks does not run programmes. */
  reader: ReaderPseudonym.nullable(),
});
export type ReviewPeer = z.infer<typeof ReviewPeer>;

/** cases: to be read. reveals: reports of cases whose findings came. answers: what the reader did. */
export const PackageKind = z.enum(['cases', 'reveals', 'answers']);
export type PackageKind = z.infer<typeof PackageKind>;

/** What may be sent to somebody now. */
export const WaitingPackage = z.strictObject({
  peerId: z.string(),
  kind: PackageKind,
  programmeId: ProgrammeId,
  cases: z.array(z.strictObject({ caseId: ReviewId, name: z.string() })),
});
export type WaitingPackage = z.infer<typeof WaitingPackage>;

/** A package that was made or taken. */
export const PackageRow = z.strictObject({
  packageId: z.string(),
  way: z.enum(['in', 'out']),
  kind: PackageKind,
  peerName: z.string(),
  at: Instant,
  expiresAt: Instant,
  cases: z.number().int(),
});
export type PackageRow = z.infer<typeof PackageRow>;

/** What became of a package that was taken. */
export const TakenPackage = z.strictObject({
  kind: PackageKind,
  /** False: it was taken before, and changed nothing. */
  isNew: z.boolean(),
  taken: z.number().int(),
  /** Taken before, by another package. */
  known: z.number().int(),
  /** Answers to cases that have moved on here since: not taken over. */
  late: z.number().int(),
  /** Answers that do not fit what is here, and why. The package may be taken again. */
  refused: z.array(z.strictObject({ name: z.string(), error: WireError })),
});
export type TakenPackage = z.infer<typeof TakenPackage>;
