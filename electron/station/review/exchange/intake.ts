import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { JobId, PersonId, ReviewId } from '../../../../shared/model/ids.ts';
import { TakenPackage } from '../../../../shared/model/review/package.ts';
import type { JobContext } from '../../kernel/job-run.ts';
import type { Jobs } from '../../kernel/jobs.ts';
import { readPackage } from '../package/read-package.ts';
import type { OpenedPackage } from '../package/read-package.ts';
import type { OwnKeys } from './own-keys.ts';
import type { Peer } from './peers.ts';
import { takeAnswers } from './take-answers.ts';
import type { TakeAnswersParts } from './take-answers.ts';
import { takeCases } from './take-cases.ts';
import type { TakeCasesParts } from './take-cases.ts';
import { takeReveals } from './take-reveals.ts';
import type { TakeRevealsParts } from './take-reveals.ts';

export interface IntakeParts
  extends Omit<TakeCasesParts, 'report'>, TakeRevealsParts, Pick<TakeAnswersParts, 'pseudonymOf'> {
  readonly jobs: Pick<Jobs, 'enqueue' | 'define' | 'result'>;
  readonly personId: PersonId;
  readonly keys: OwnKeys;
  readonly onChanged: (reviewId: ReviewId) => void;
}

export const TAKE_JOB = 'review-take';
const Payload = z.strictObject({ file: z.string().min(1) });

/** Takes packages, one after the other: what is not true from end to end, or not for this person, leaves nothing behind. */
export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    parts.jobs.define(TAKE_JOB, {
      payload: Payload,
      maxAttempts: 1,
      waitsForRoom: true,
      run: (context, payload) => this.takeNow(context, payload.file),
    });
  }

  begin(file: string): JobId {
    const { jobs, personId } = this.#parts;
    return jobs.enqueue(TAKE_JOB, { file }, { personId });
  }

  /** Null: it is not finished. @throws AppError job/unknown, and what it failed with */
  result(jobId: JobId): TakenPackage | null {
    const read = TakenPackage.nullable().safeParse(this.#parts.jobs.result(jobId));
    if (!read.success) throw new AppError('job/unknown', 'the work took no package');
    return read.data;
  }

  /** Within the work of a job. @throws AppError package/… */
  async takeNow(context: JobContext, file: string): Promise<TakenPackage> {
    const { keys, peers, clock } = this.#parts;
    const { exchange } = keys.open();
    try {
      const senders = new Set(peers.active().map(({ signingKey }) => signingKey));
      const reader = { now: clock.nowIso(), senders, recipient: exchange, programmeId: null };
      return await readPackage(file, reader, (opened) => this.#takeOpened(context, opened));
    } finally {
      exchange.secret.fill(0);
    }
  }

  async #takeOpened(context: JobContext, opened: OpenedPackage): Promise<TakenPackage> {
    const { kind, packageId, sender } = opened.header;
    const nothing = { kind, isNew: false, taken: 0, known: 0, late: 0, refused: [] };
    const peer = this.#parts.peers.ofKey(sender);
    if (peer === null) throw new AppError('package/unknown-sender', 'the sender is not enrolled');
    const before = this.#parts.index
      .prepare("SELECT 1 FROM review_package WHERE package_id = ? AND way = 'in'")
      .get(packageId);
    if (before !== undefined) return nothing;
    const report = (doneCount: number, totalCount: number): void =>
      context.report({ doneCount, totalCount, doneBytes: 0, totalBytes: null });
    const { changed, ...counts } = await this.#takeKind(opened, peer, report);
    for (const reviewId of changed) this.#parts.onChanged(reviewId);
    return { ...nothing, isNew: true, ...counts };
  }

  #takeKind(
    opened: OpenedPackage,
    peer: Peer,
    report: TakeCasesParts['report'],
  ): Promise<Partial<TakenPackage> & { readonly changed: readonly ReviewId[] }> {
    switch (opened.header.kind) {
      case 'cases':
        return takeCases({ ...this.#parts, report }, opened, peer);
      case 'reveals':
        return takeReveals(this.#parts, opened, peer);
      case 'answers':
        return takeAnswers(this.#parts, opened, peer);
    }
  }
}
