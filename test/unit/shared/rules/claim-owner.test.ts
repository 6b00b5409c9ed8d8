import { describe, expect, it } from 'vitest';
import { claimOwner, othersMayRead } from '../../../../shared/rules/claim-owner.ts';

describe('who keeps claims', () => {
  it.each([
    ['what the site declares counts before all else', 'none', true, true, 'none'],
    ['a site that is told keeps them itself', null, true, true, 'status'],
    ['a site on a line that is told nothing: nobody', null, false, true, 'none'],
    ['studies that came by hand are read by nobody else', null, false, false, null],
    ['a declared task list', 'ups', false, false, 'ups'],
  ] as const)('%s', (_, declared, told, isConnected, owner) => {
    expect(claimOwner(declared, told, isConnected)).toBe(owner);
  });

  it.each([
    ['none', true, true],
    ['none', false, true],
    ['ups', true, true],
    ['status', false, true],
    ['status', true, false],
    [null, false, false],
  ] as const)('%s, told: %s: it is said that others may be reading: %s', (owner, told, isSaid) => {
    expect(othersMayRead(owner, told)?.startsWith('others may be reading') ?? false).toBe(isSaid);
  });
});
