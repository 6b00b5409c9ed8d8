import { describe, expect, it } from 'vitest';
import { diskError } from '../../../../../electron/station/kernel/disk-error.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';

describe('diskError', () => {
  it.each([
    ['ENOSPC', 'disk/full', 'later'],
    ['EDQUOT', 'disk/full', 'later'],
    ['EROFS', 'disk/read-only', 'never'],
    ['ENOENT', 'disk/not-found', 'never'],
    ['EIO', 'disk/failed', 'never'],
  ])('takes %s for %s', (system, code, retry) => {
    const error = diskError(Object.assign(new Error(`${system}: /home/patient name/x`), { code: system }));
    expect(error).toMatchObject({ code, retry, context: { system } });
    expect(error.message).not.toContain('patient name');
  });

  it('says of a full disk what to do', () => {
    const error = diskError(Object.assign(new Error('x'), { code: 'ENOSPC' }));
    expect(error.message).toBe('the disk is full: make room, then do it again');
  });

  it('passes an error of the program on as it is', () => {
    const error = new AppError('blob/damaged', 'x');
    expect(diskError(error)).toBe(error);
  });
});
