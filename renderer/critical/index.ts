export { CATEGORY_WORDS, minutesWords } from './critical-words.ts';
export { CriticalDialog } from './critical-dialog.tsx';
export { LoopBook } from './loop-book.ts';
export { LoopContext, useLoops } from './loop-context.ts';
export { OpenLoopsBanner } from './open-loops-banner.tsx';
