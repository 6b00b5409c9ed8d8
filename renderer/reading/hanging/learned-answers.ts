import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

/** What a reader answers to what was learned of them. */
export type LearnedAnswer = 'yes' | 'later' | 'never';

/** Takes the answer to what is offered now; false: nothing is. */
export type AnswerLearned = (answer: LearnedAnswer) => boolean;

/** Who takes the answers; null: nobody notes what the reader does (their role keeps nothing). */
export type LearnedAnswers = StoreApi<{ readonly answer: AnswerLearned | null }>;

export function createLearnedAnswers(): LearnedAnswers {
  return createStore<{ readonly answer: AnswerLearned | null }>()(() => ({ answer: null }));
}
