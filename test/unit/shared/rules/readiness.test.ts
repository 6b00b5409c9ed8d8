import { describe, expect, it } from 'vitest';
import { readinessOf } from '../../../../shared/rules/readiness.ts';

describe('readinessOf', () => {
  it('is at the site while nothing of it is here', () => {
    expect(readinessOf({ received: 0, expected: 10, damaged: 0 })).toBe('at-site');
    expect(readinessOf({ received: 0, expected: null, damaged: 0 })).toBe('offline-ready');
    expect(readinessOf({ received: 0, expected: 0, damaged: 0 })).toBe('offline-ready');
  });

  it('calls a study ready only when nothing is missing and nothing is damaged', () => {
    expect(readinessOf({ received: 10, expected: null, damaged: 0 })).toBe('offline-ready');
    expect(readinessOf({ received: 10, expected: 10, damaged: 0 })).toBe('offline-ready');
    expect(readinessOf({ received: 9, expected: 10, damaged: 0 })).toBe('incomplete');
    expect(readinessOf({ received: 10, expected: 10, damaged: 1 })).toBe('damaged');
  });

  it('names damage before what is missing', () => {
    expect(readinessOf({ received: 9, expected: 10, damaged: 2 })).toBe('damaged');
  });
});
