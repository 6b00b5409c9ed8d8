import type { ProgrammeKind } from '../../shared/model/review/programme.ts';
import type { ComparedFinding, ReviewRow } from '../../shared/model/review/review-view.ts';
import type { MetBy, ReviewMoveKind, ReviewRole, ReviewState } from '../../shared/model/review/review.ts';
import type { ContributingFactor, ErrorClass, RadpeerScore } from '../../shared/model/review/score.ts';

export const KIND_WORDS: Readonly<Record<ProgrammeKind, string>> = {
  radpeer: 'Scored review (RADPEER)',
  'peer-learning': 'Peer learning, no score',
  'prior-while-reading': 'Prior scored while its follow-up is read',
};

export const MET_WORDS: Readonly<Record<MetBy, string>> = {
  'following-up': 'Not drawn: met by its reviewer while reading a follow-up.',
};

export const STATE_WORDS: Readonly<Record<ReviewState, string>> = {
  drawn: 'to be read',
  reading: 'being read',
  locked: 'findings locked',
  revealed: 'report shown',
  scored: 'scored',
  arbitration: 'in arbitration',
  agreed: 'agreed',
  closed: 'closed',
  skipped: 'skipped',
};

export const ROLE_WORDS: Readonly<Record<ReviewRole, string>> = {
  reviewer: 'you read it',
  second: 'second opinion',
  third: 'third opinion',
  coordinator: 'you run it',
  original: 'your report',
};

/** What each score says, by the white paper of 2016. */
export const SCORE_WORDS: Readonly<Record<RadpeerScore, string>> = {
  '1': 'Concur',
  '2a': 'Understandable miss, unlikely to matter',
  '2b': 'Understandable miss, likely to matter',
  '3a': 'Should be made most of the time, unlikely to matter',
  '3b': 'Should be made most of the time, likely to matter',
};

export const CLASS_WORDS: Readonly<Record<ErrorClass, string>> = {
  perception: 'Perception: not seen',
  interpretation: 'Interpretation: seen, judged otherwise',
  communication: 'Communication: judged right, said or told wrong',
  technique: 'Technique: the examination did not show it',
  system: 'System: nobody could have done better here',
};

export const FACTOR_WORDS: Readonly<Record<ContributingFactor, string>> = {
  fatigue: 'fatigue',
  interruption: 'interruption',
  workload: 'workload',
  'image-quality': 'image quality',
  protocol: 'protocol',
  display: 'display',
  'missing-history': 'missing history',
  'missing-prior': 'missing prior',
  'satisfaction-of-search': 'satisfaction of search',
  expectation: 'expectation',
  dictation: 'dictation',
  handover: 'hand-over',
  other: 'something else',
};

export const COMPARED_WORDS: Readonly<Record<ComparedFinding['kind'], string>> = {
  same: 'nothing',
  negation: 'one says it is not there',
  side: 'side',
  measurement: 'size',
  certainty: 'how sure',
  place: 'place',
  naming: 'what it is called',
  'only-report': 'only in the report',
  'only-reviewer': 'only the reviewer',
};

export const MOVE_WORDS: Readonly<Record<ReviewMoveKind, string>> = {
  begin: 'Begin',
  skip: 'Skip this case …',
  lock: 'Lock findings',
  reveal: 'Show the report',
  unblind: 'See the report before …',
  score: 'Score',
  refer: 'Ask for an opinion …',
  opine: 'Give your opinion',
  settle: 'Settle',
  agree: 'It stands',
  reply: 'Reply …',
  dispute: 'Disagree …',
  close: 'Close the case',
};

/** "CT chest, to be read, you read it". */
export function rowWords({ modality, region, state, role }: ReviewRow): string {
  return `${modality} ${region}, ${STATE_WORDS[state]}, ${ROLE_WORDS[role]}`;
}
