import { expect, it } from 'vitest';
import { overdueNotice } from '../../../../electron/main/overdue-notice.ts';

it('says that a finding is overdue or goes up, by number alone, until it is let go', () => {
  const shown: string[] = [];
  const listeners = new Set<(event: { readonly name: string; readonly payload: unknown }) => void>();
  const stop = overdueNotice(
    {
      on: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    ({ title }) => shown.push(title),
  );
  const say = (name: string, payload: unknown): void => {
    for (const listener of listeners) listener({ name, payload });
  };
  say('communication.overdue', { late: 0, moved: 1 });
  say('communication.overdue', { late: 1, moved: 0 });
  say('communication.overdue', { late: 3, moved: 1 });
  say('communication.overdue', { late: 0, moved: 0 });
  say('communication.changed', { studyId: 'x' });
  stop();
  say('communication.overdue', { late: 1, moved: 0 });
  expect(shown).toEqual([
    'A critical finding goes to the next person',
    'A critical finding is overdue',
    '3 critical findings are overdue',
  ]);
});
