import { createContext, useContext, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { ToastRegion } from '../../ui/index.ts';
import type { Notices, NoticesState } from './notices.ts';

const NoticesContext = createContext<Notices | null>(null);

/** Milliseconds that a notice without an answer stays; a failure stays until it is dismissed. */
const SHOWN_MS = 6000;

export function NoticesProvider({ notices, children }: { readonly notices: Notices; readonly children: ReactNode }) {
  return <NoticesContext value={notices}>{children}</NoticesContext>;
}

export type NoticeActions = Pick<NoticesState, 'add' | 'fail' | 'dismiss' | 'clear'>;

/** What changes the notices of the window: the same object for the life of the window. */
export function useNotices(): NoticeActions {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('NoticesProvider is missing above this part');
  return useMemo(() => {
    const { add, fail, dismiss, clear } = notices.getState();
    return { add, fail, dismiss, clear };
  }, [notices]);
}

export function NoticeToasts({ notices }: { readonly notices: Notices }) {
  const shown = useStore(notices, (state) => state.notices);
  const passing = shown.find((notice) => notice.tone !== 'failed' && notice.tone !== 'warning')?.id;
  useEffect(() => {
    if (passing === undefined) return;
    const timer = setTimeout(() => notices.getState().dismiss(passing), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [passing, notices]);
  return <ToastRegion toasts={shown} onDismiss={(id) => notices.getState().dismiss(id)} />;
}
