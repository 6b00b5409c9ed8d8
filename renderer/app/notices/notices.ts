import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { ErrorWords } from '../error-words.ts';
import { ERROR_TEXT } from '../error-text.ts';

export type NoticeTone = 'note' | 'ok' | 'warning' | 'failed';

export interface Notice {
  readonly id: number;
  readonly tone: NoticeTone;
  readonly title: string;
  readonly detail: string;
  /** It is about the open case: a warning or failure goes with it, so that it never stands beside another patient. */
  readonly ofCase?: boolean;
}

export interface NoticesState {
  readonly notices: readonly Notice[];
  readonly add: (notice: Omit<Notice, 'id'>) => void;
  /** Words for a failure; a cancelled one is not worth a word. `doing`: "Import", "Lock". */
  readonly fail: (error: unknown, doing: string, ofCase?: boolean) => void;
  /** The case was left. What was done for it may still be read. */
  readonly leaveCase: () => void;
  readonly dismiss: (id: number) => void;
  readonly clear: () => void;
}

export type Notices = StoreApi<NoticesState>;

/** More than this and the oldest goes. */
const MOST = 4;

/** Words for any thrown value, by its code. */
export function errorWords(error: unknown): ErrorWords {
  return ERROR_TEXT[asAppError(error).code];
}

export function createNotices(): Notices {
  return createStore<NoticesState>()((set, get) => ({
    notices: [],
    add: (notice) =>
      set(({ notices }) => {
        const same = notices.filter(({ title, detail }) => title !== notice.title || detail !== notice.detail);
        const id = (notices.at(-1)?.id ?? 0) + 1;
        return { notices: [...same, { ...notice, id }].slice(-MOST) };
      }),
    fail: (error, doing, ofCase = false) => {
      const known = asAppError(error);
      if (known.family === 'cancelled') return;
      if (known.family === 'bug') console.error(known.message);
      const said = ERROR_TEXT[known.code];
      get().add({ tone: 'failed', title: `${doing}: ${said.title}`, detail: `${said.data} ${said.next}`, ofCase });
    },
    leaveCase: () => set(({ notices }) => ({ notices: notices.filter((one) => one.ofCase !== true || isGood(one)) })),
    clear: () => set({ notices: [] }),
    dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
  }));
}

function isGood({ tone }: Notice): boolean {
  return tone === 'ok' || tone === 'note';
}
