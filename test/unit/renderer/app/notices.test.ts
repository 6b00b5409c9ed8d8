import { describe, expect, it, vi } from 'vitest';
import { createNotices } from '../../../../renderer/app/notices/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';

const shown = (notices: ReturnType<typeof createNotices>) =>
  notices.getState().notices.map(({ tone, title }) => ({ tone, title }));

describe('createNotices', () => {
  it('turns a coded error into words and says nothing about a cancelled one', () => {
    const notices = createNotices();
    notices.getState().fail(new AppError('disk/full', 'ENOSPC'), 'Import');
    notices.getState().fail(new AppError('job/cancelled', 'cancelled'), 'Import');
    expect(shown(notices)).toEqual([{ tone: 'failed', title: 'Import: The disk is full' }]);
    expect(notices.getState().notices[0]?.detail).not.toContain('ENOSPC');
  });

  it('turns anything thrown into words of the bug family and logs it', () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const notices = createNotices();
    notices.getState().fail('a string', 'Lock');
    expect(shown(notices)).toEqual([{ tone: 'failed', title: 'Lock: Something failed that should not' }]);
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });

  it('takes what went wrong with a case away with the case, and leaves what was done, and what was of no case', () => {
    const notices = createNotices();
    const { add, fail, leaveCase } = notices.getState();
    fail(new AppError('disk/full', 'ENOSPC'), 'Import');
    fail(new AppError('disk/full', 'ENOSPC'), 'Key images', true);
    add({ tone: 'warning', title: 'of the case', detail: '', ofCase: true });
    add({ tone: 'ok', title: 'Signed', detail: '', ofCase: true });
    leaveCase();
    expect(shown(notices).map(({ title }) => title)).toEqual(['Import: The disk is full', 'Signed']);
  });

  it('shows the same notice once, and no more than four', () => {
    const notices = createNotices();
    for (const title of ['a', 'b', 'a', 'c', 'd', 'e']) notices.getState().add({ tone: 'note', title, detail: '' });
    expect(shown(notices).map(({ title }) => title)).toEqual(['a', 'c', 'd', 'e']);
    const ids = notices.getState().notices.map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });
});
