export { createNotices, errorWords } from './notices.ts';
export type { Notice, Notices, NoticeTone } from './notices.ts';
export { CaseNotices, NoticesProvider, NoticeToasts, useNotices } from './notices-context.tsx';
export type { NoticeActions } from './notices-context.tsx';
