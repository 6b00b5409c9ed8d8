import { createContext, useContext } from 'react';
import type { LoopBook } from './loop-book.ts';

export const LoopContext = createContext<LoopBook | null>(null);

/** Findings that nobody was told of, of the open store. */
export function useLoops(): LoopBook {
  const book = useContext(LoopContext);
  if (!book) throw new Error('LoopContext is missing above this part');
  return book;
}
