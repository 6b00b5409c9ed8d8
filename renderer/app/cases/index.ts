export { AsideNotice } from './aside-notice.tsx';
export { CaseBook } from './case-book.ts';
export { useInHand } from './use-in-hand.ts';
