import { describe, expect, it } from 'vitest';
import { receiptOf } from '../../../../../../electron/station/sources/dicomweb/store-receipt.ts';

const UID = '1.2.3';
const stored = (warning: number | null = null) => [{ sopUid: UID, warning }];
const failed = (reason: number | null) => [{ sopUid: UID, reason }];

describe('a STOW-RS receipt', () => {
  it.each([
    [{ status: 200, stored: stored(), failed: [] }, 'stored', '200'],
    [{ status: 202, stored: stored(0xb000), failed: [] }, 'stored', '202/0xB000'],
    [{ status: 202, stored: [], failed: failed(0x0110) }, 'failed', '202/0x0110'],
    [{ status: 409, stored: [], failed: failed(0xa700) }, 'failed', '409/0xA700'],
    [{ status: 409, stored: [], failed: failed(0xa770) }, 'failed', '409/0xA770'],
    [{ status: 409, stored: [], failed: failed(0xa900) }, 'refused', '409/0xA900'],
    [{ status: 409, stored: [], failed: failed(0xc000) }, 'refused', '409/0xC000'],
    [{ status: 409, stored: [], failed: failed(0xc122) }, 'refused', '409/0xC122'],
    [{ status: 409, stored: [], failed: failed(0x0122) }, 'refused', '409/0x0122'],
    [{ status: 409, stored: [], failed: failed(0x0124) }, 'refused', '409/0x0124'],
    [{ status: 409, stored: [], failed: failed(0x0111) }, 'stored', '409/0x0111'],
    [{ status: 409, stored: [], failed: failed(null) }, 'failed', '409'],
    // A server that contradicts itself has not stored it.
    [{ status: 200, stored: stored(), failed: failed(0xa900) }, 'refused', '200/0xA900'],
    [{ status: 500, stored: [], failed: [] }, 'unknown', '500'],
    [{ status: 504, stored: [], failed: [] }, 'unknown', '504'],
    [{ status: 501, stored: [], failed: [] }, 'refused', '501'],
    [{ status: 413, stored: [], failed: [] }, 'refused', '413'],
    [{ status: 409, stored: [], failed: [] }, 'failed', '409'],
  ] as const)('of %j is %s, %s', (answer, state, status) => {
    expect(receiptOf(UID, answer)).toEqual({ sopUid: UID, state, status });
  });

  it('counts nothing as stored that the answer does not name', () => {
    for (const status of [200, 202, 204]) {
      expect(receiptOf('1.2.4', { status, stored: stored(), failed: [] })).toMatchObject({
        state: 'unknown',
        status: `${status}/unconfirmed`,
      });
    }
    expect(receiptOf(UID, { status: 500, stored: stored(), failed: [] }).state).toBe('unknown');
  });
});
