import { AppError } from '../errors/app-error.ts';
import type { ProgrammeKind } from '../model/review/programme.ts';
import { RadpeerScore } from '../model/review/score.ts';
import type { Scoring } from '../model/review/score.ts';

/** 2b, 3a and 3b go to arbitration before they count or leave (rule 3.1); they need a comment. */
const GRAVE: ReadonlySet<RadpeerScore> = new Set(['2b', '3a', '3b']);

export function needsArbitration(score: RadpeerScore | null): boolean {
  return score !== null && GRAVE.has(score);
}

export function needsComment(score: RadpeerScore | null): boolean {
  return score !== null && GRAVE.has(score);
}

export function hasScores(kind: ProgrammeKind): boolean {
  return kind !== 'peer-learning';
}

/** @throws AppError review/bad-score for anything that is not written exactly as the scale has it */
export function readScore(text: string): RadpeerScore {
  const read = RadpeerScore.safeParse(text);
  if (!read.success) throw badScore('not on the scale of 2016');
  return read.data;
}

export interface OldScore {
  readonly score: RadpeerScore;
  readonly legacy4: boolean;
}

/**
 * A score of data that were kept by the scale of 2009: 1 to 4, the letter beside it or in a column of its own. A 4 becomes a 3 and keeps
 * its flag. Without the letter a 2, 3 or 4 says nothing of its weight: it is refused, for nobody may guess it.
 * @param letter of its own column; null: there is none
 * @throws AppError review/bad-score
 */
export function readOldScore(text: string, letter: string | null = null): OldScore {
  const parts = /^([1-4])([ab]?)$/.exec(text.trim().toLowerCase());
  const beside = letter === null ? '' : letter.trim().toLowerCase();
  if (parts === null || !/^[ab]?$/.test(beside)) throw badScore('not on the scale of 2009');
  const [, digit = '', within = ''] = parts;
  if (within !== '' && beside !== '' && within !== beside) throw badScore('two letters that differ');
  const weight = within === '' ? beside : within;
  if (digit !== '1' && weight === '') throw badScore('the letter is missing');
  return { score: readScore(`${digit === '4' ? '3' : digit}${weight}`), legacy4: digit === '4' };
}

/**
 * What is said of a report by the rules of its programme.
 * @throws AppError review/score-not-wanted, review/bad-score (none, or a flag that no such score has), review/comment-missing
 */
export function checkScoring(kind: ProgrammeKind, scoring: Scoring): void {
  checkOpinion(kind, scoring);
  if (!scoring.legacy4) return;
  if (scoring.score !== '3a' && scoring.score !== '3b') throw badScore('only a 3 was a 4');
}

/** @throws AppError as `checkScoring` */
export function checkOpinion(
  kind: ProgrammeKind,
  { score, comment }: { readonly score: RadpeerScore | null; readonly comment: string },
): void {
  if (!hasScores(kind)) {
    if (score !== null) throw new AppError('review/score-not-wanted', 'peer learning has no scores');
    return;
  }
  if (score === null) throw badScore('none was given');
  if (needsComment(score) && comment.trim() === '') {
    throw new AppError('review/comment-missing', 'a 2b, 3a or 3b needs a comment');
  }
}

function badScore(why: string): AppError {
  return new AppError('review/bad-score', `no RADPEER score: ${why}`);
}
