import { createContext, useContext } from 'react';
import type { WindowTalk } from './window-talk.ts';

/** The way to the other windows; null where there is none to speak with, as in an emergency. */
export const TalkContext = createContext<WindowTalk | null>(null);

export function useTalk(): WindowTalk | null {
  return useContext(TalkContext);
}
