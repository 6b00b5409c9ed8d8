export { AsideNotice } from './aside-notice.tsx';
export { CaseBook } from './case-book.ts';
