import { createContext, useContext, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { ToastRegion } from '../../ui/index.ts';
import type { Notices, NoticesState } from './notices.ts';

const NoticesContext = createContext<Notices | null>(null);
/** Whether what is below is of the open case. */
const CaseContext = createContext(false);

/** Milliseconds that a notice stays at least, and for each letter; a warning or a failure stays until it is dismissed. */
const SHOWN_MS = 6000;
const LETTER_MS = 70;

export function NoticesProvider({ notices, children }: { readonly notices: Notices; readonly children: ReactNode }) {
  return <NoticesContext value={notices}>{children}</NoticesContext>;
}

/**
 * What is said by the parts within is of the open case, and goes with it.
 * @param of id of the case
 */
export function CaseNotices({ of, children }: { readonly of: string; readonly children: ReactNode }) {
  const notices = useContext(NoticesContext);
  useEffect(() => () => notices?.getState().leaveCase(), [notices, of]);
  return <CaseContext value={true}>{children}</CaseContext>;
}

export type NoticeActions = Pick<NoticesState, 'add' | 'fail' | 'dismiss' | 'clear'>;

/** What changes the notices of the window: the same object for the life of the window. */
export function useNotices(): NoticeActions {
  const notices = useContext(NoticesContext);
  const ofCase = useContext(CaseContext);
  if (!notices) throw new Error('NoticesProvider is missing above this part');
  return useMemo(() => {
    const { add, fail, dismiss, clear } = notices.getState();
    return {
      add: (notice) => add({ ...notice, ofCase }),
      fail: (error, doing) => fail(error, doing, ofCase),
      dismiss,
      clear,
    };
  }, [notices, ofCase]);
}

export function NoticeToasts({ notices }: { readonly notices: Notices }) {
  const shown = useStore(notices, (state) => state.notices);
  const first = shown.find((notice) => notice.tone !== 'failed' && notice.tone !== 'warning');
  const passing = first?.id;
  const time = Math.max(SHOWN_MS, LETTER_MS * ((first?.title.length ?? 0) + (first?.detail.length ?? 0)));
  useEffect(() => {
    if (passing === undefined) return;
    const timer = setTimeout(() => notices.getState().dismiss(passing), time);
    return () => clearTimeout(timer);
  }, [passing, time, notices]);
  return <ToastRegion toasts={shown} onDismiss={(id) => notices.getState().dismiss(id)} />;
}
