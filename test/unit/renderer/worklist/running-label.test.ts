import { describe, expect, it } from 'vitest';
import { runningLabel } from '../../../../renderer/worklist/transfers/running-label.ts';
import { AppError, toWire } from '../../../../shared/errors/app-error.ts';

describe('the name of work that goes on', () => {
  it('says whether it waits, and for what', () => {
    const error = toWire(new AppError('disk/full', 'x', { retry: 'later' }));
    expect(runningLabel('Import', { state: 'running', error: null })).toBe('Import');
    expect(runningLabel('Import', { state: 'waiting', error: null })).toBe('Import (waiting)');
    expect(runningLabel('Import', { state: 'waiting', error })).toBe('Import (waiting: The disk is full)');
  });
});
