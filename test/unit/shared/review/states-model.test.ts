import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { RadpeerScore } from '../../../../shared/model/review/score.ts';
import { ReviewState } from '../../../../shared/model/review/review.ts';
import type { ReviewMove, ReviewRole } from '../../../../shared/model/review/review.ts';
import { isExportable } from '../../../../shared/review/export.ts';
import { firstProgress, nextProgress } from '../../../../shared/review/states.ts';
import type { ReviewFacts, ReviewProgress } from '../../../../shared/review/states.ts';
import { sightOf } from '../../../../shared/review/sight.ts';
import { pseudonym, scoringOf } from './made-up.ts';

/** 1 reviews what 2 wrote; 3 and 4 are other readers, 5 the coordinator. */
const REVIEW: ReviewFacts = { kind: 'radpeer', reviewer: pseudonym(1), author: pseudonym(2) };
const GRAVE = ['2b', '3a', '3b'];

/** The same rules a second time, written as a person would say them, without the table. */
interface Model {
  state: string;
  first: RadpeerScore | null;
  asked: { reader: number; score: RadpeerScore | null }[];
  replied: boolean;
  disputed: boolean;
}
interface Real {
  progress: ReviewProgress;
}

type Kinds = ReviewMove['kind'];
const WHEN: Readonly<Record<Kinds, (role: ReviewRole) => readonly string[]>> = {
  begin: (role) => (role === 'reviewer' ? ['drawn'] : []),
  skip: (role) =>
    role === 'reviewer'
      ? ['drawn', 'reading']
      : role === 'coordinator'
        ? ['drawn', 'reading', 'locked', 'revealed']
        : [],
  lock: (role) => (role === 'reviewer' ? ['reading'] : []),
  reveal: (role) => (role === 'reviewer' ? ['locked'] : []),
  unblind: (role) => (role === 'reviewer' ? ['reading'] : []),
  score: (role) => (role === 'reviewer' ? ['revealed'] : []),
  refer: (role) => (role === 'coordinator' ? ['scored', 'arbitration'] : []),
  opine: (role) => (role === 'second' || role === 'third' ? ['arbitration'] : []),
  settle: (role) => (role === 'coordinator' ? ['arbitration'] : []),
  agree: (role) => (role === 'coordinator' ? ['scored'] : []),
  reply: (role) => (role === 'original' ? ['agreed'] : []),
  dispute: (role) => (role === 'original' ? ['agreed'] : []),
  close: (role) => (role === 'coordinator' ? ['agreed'] : []),
};

class Step implements fc.Command<Model, Real> {
  readonly #by: number;
  readonly #role: ReviewRole;
  readonly #move: ReviewMove;

  constructor(by: number, role: ReviewRole, move: ReviewMove) {
    this.#by = by;
    this.#role = role;
    this.#move = move;
  }

  check(): boolean {
    return true;
  }

  run(model: Model, real: Real): void {
    const { progress } = real;
    const event = { by: pseudonym(this.#by), role: this.#role, move: this.#move };
    if (this.#isLegal(model)) {
      real.progress = nextProgress(REVIEW, progress, event);
      this.#apply(model);
    } else {
      const attempt = (): unknown => nextProgress(REVIEW, progress, event);
      expect(attempt).toThrow(AppError);
      expect(attempt).toThrow(expect.objectContaining({ code: expect.stringMatching(/^review\//) as string }) as Error);
    }
    expect(real.progress.state).toBe(model.state);
    this.#checkRules(real.progress);
  }

  toString(): string {
    return `${String(this.#by)} as ${this.#role}: ${JSON.stringify(this.#move)}`;
  }

  #isLegal(model: Model): boolean {
    const is: Readonly<Record<ReviewRole, boolean>> = {
      reviewer: this.#by === 1,
      original: this.#by === 2,
      second: model.asked[0]?.reader === this.#by,
      third: model.asked[1]?.reader === this.#by,
      coordinator: this.#by !== 2,
    };
    const { kind } = this.#move;
    return is[this.#role] && WHEN[kind](this.#role).includes(model.state) && this.#hasAll(model);
  }

  #hasAll(model: Model): boolean {
    const move = this.#move;
    const hasPart = (person: number): boolean => person === 1 || model.asked.some(({ reader }) => reader === person);
    const given = model.asked.map(({ score }) => score);
    switch (move.kind) {
      case 'skip':
      case 'unblind':
        return move.reason.trim() !== '';
      case 'dispute':
        return move.reason.trim() !== '' && !model.disputed;
      case 'score':
        return isWhole(move.scoring.score, move.scoring.comment);
      case 'agree':
        return model.first !== null && !GRAVE.includes(model.first);
      case 'refer': {
        const reader = numberOf(move.reader);
        const isFree = reader !== 2 && !hasPart(reader) && !hasPart(this.#by) && reader !== this.#by;
        return isFree && model.asked.length < 2 && !given.includes(null);
      }
      case 'opine':
        return (
          model.asked.find(({ reader }) => reader === this.#by)?.score === null &&
          isWhole(move.opinion.score, move.opinion.comment)
        );
      case 'settle':
        if (hasPart(this.#by) || given.length === 0 || given.includes(null)) return false;
        if (given.length === 1 && given[0] !== model.first) return false;
        return move.score !== null && [model.first, ...given].includes(move.score);
      case 'reply':
        return !model.replied;
      default:
        return true;
    }
  }

  #apply(model: Model): void {
    const move = this.#move;
    const to: Partial<Record<Kinds, string>> = {
      ...{
        begin: 'reading',
        skip: 'skipped',
        lock: 'locked',
        reveal: 'revealed',
        unblind: 'revealed',
        score: 'scored',
      },
      ...{ refer: 'arbitration', settle: 'agreed', agree: 'agreed', dispute: 'arbitration', close: 'closed' },
    };
    model.state = to[move.kind] ?? model.state;
    if (move.kind === 'score') model.first = move.scoring.score;
    if (move.kind === 'refer') model.asked.push({ reader: numberOf(move.reader), score: null });
    if (move.kind === 'opine') {
      model.asked = model.asked.map((one) => (one.reader === this.#by ? { ...one, score: move.opinion.score } : one));
    }
    if (move.kind === 'reply') model.replied = true;
    if (move.kind === 'dispute') model.disputed = true;
  }

  /** What must hold whatever was done before. */
  #checkRules(progress: ReviewProgress): void {
    const { state, score, scoring, outcome, blind, lockedHash } = progress;
    if (['revealed', 'scored', 'arbitration', 'agreed', 'closed'].includes(state))
      expect(blind === (lockedHash !== null)).toBe(true);
    if (isExportable(progress) && (GRAVE.includes(score ?? '') || GRAVE.includes(scoring?.score ?? '')))
      expect(outcome).not.toBe('none');
    expect(sightOf(REVIEW, progress, 'reviewer').report).toBe(
      !['drawn', 'reading', 'locked', 'skipped'].includes(state),
    );
    for (const role of ['second', 'third'] as const) {
      expect(sightOf(REVIEW, progress, role).scoring).toBe(state === 'agreed' || state === 'closed');
    }
    for (const role of ['reviewer', 'second', 'third'] as const)
      expect(sightOf(REVIEW, progress, role).author).toBe(false);
    expect(sightOf(REVIEW, progress, 'original').reviewer).toBe(false);
  }
}

function isWhole(score: RadpeerScore | null, comment: string): boolean {
  return score !== null && (!GRAVE.includes(score) || comment.trim() !== '');
}

const numberOf = (reader: string): number => [1, 2, 3, 4, 5].find((one) => pseudonym(one) === reader) ?? 0;

const reason = fc.constantFrom('', '  ', 'Seen.', 'Seen.');
const scores = fc.constantFrom(...RadpeerScore.options, null);
const moves: fc.Arbitrary<ReviewMove> = fc.oneof(
  fc.constantFrom(
    { kind: 'begin' as const },
    { kind: 'reveal' as const },
    { kind: 'agree' as const },
    { kind: 'close' as const },
  ),
  fc.constant({ kind: 'lock' as const, hash: 'b'.repeat(64) }),
  fc.record({ kind: fc.constantFrom('skip' as const, 'unblind' as const, 'dispute' as const), reason }),
  fc.record({ score: scores, comment: reason }).map((said) => ({ kind: 'score' as const, scoring: scoringOf(said) })),
  fc.integer({ min: 1, max: 5 }).map((reader) => ({ kind: 'refer' as const, reader: pseudonym(reader) })),
  fc.record({ score: scores, comment: reason }).map((opinion) => ({ kind: 'opine' as const, opinion })),
  scores.map((score) => ({ kind: 'settle' as const, score })),
  fc.constant({ kind: 'reply' as const, reply: { agrees: false, text: 'No.' } }),
);
const anyone = fc
  .record({
    by: fc.integer({ min: 1, max: 5 }),
    role: fc.constantFrom('reviewer', 'second', 'third', 'coordinator', 'original' as const),
    move: moves,
  })
  .map(({ by, role, move }) => new Step(by, role, move));
/** Who is what they say, most of the time: else nobody would get far. */
const insiders = moves.chain((move) =>
  fc
    .constantFrom<[number, ReviewRole]>(
      [1, 'reviewer'],
      [2, 'original'],
      [3, 'second'],
      [4, 'third'],
      [5, 'coordinator'],
    )
    .map(([by, role]) => new Step(by, role, move)),
);
/** A way that leads far, so that the late states are met too. */
const begun = fc
  .record({ score: fc.constantFrom(...RadpeerScore.options), early: fc.boolean() })
  .map(({ score, early }) => [
    new Step(1, 'reviewer', { kind: 'begin' }),
    ...(early
      ? [new Step(1, 'reviewer', { kind: 'unblind', reason: 'Told by phone.' })]
      : [new Step(1, 'reviewer', { kind: 'lock', hash: 'b'.repeat(64) }), new Step(1, 'reviewer', { kind: 'reveal' })]),
    new Step(1, 'reviewer', { kind: 'score', scoring: scoringOf({ score, comment: 'Apex.' }) }),
    ...(GRAVE.includes(score)
      ? [
          new Step(5, 'coordinator', { kind: 'refer', reader: pseudonym(3) }),
          new Step(3, 'second', { kind: 'opine', opinion: { score, comment: 'Seen.' } }),
          new Step(5, 'coordinator', { kind: 'settle', score }),
        ]
      : [new Step(5, 'coordinator', { kind: 'agree' })]),
    new Step(5, 'coordinator', { kind: 'close' }),
  ]);
const skipped = fc.constant([new Step(1, 'reviewer', { kind: 'skip', reason: 'No pictures.' })]);

describe('the states of a review against a model of them', () => {
  it('makes every legal move and refuses every other one with a code', () => {
    const first = (): { model: Model; real: Real } => ({
      model: { state: 'drawn', first: null, asked: [], replied: false, disputed: false },
      real: { progress: firstProgress(REVIEW) },
    });
    const more = fc.commands([anyone, insiders, insiders, insiders], { maxCommands: 60, size: 'max' });
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.oneof({ weight: 5, arbitrary: begun }, skipped), fc.nat(), more, (way, cut, commands) => {
        const { model, real } = first();
        // Any beginning of the way, then anything.
        for (const step of way.slice(0, cut % (way.length + 1))) {
          step.run(model, real);
          met.add(real.progress.state);
        }
        fc.modelRun(() => ({ model, real }), commands);
        met.add(real.progress.state);
      }),
      { numRuns: 150 },
    );
    expect(met.size).toBe(ReviewState.options.length);
  });
});
