import type { SelfCheck } from '../../../../shared/model/self-test.ts';

/** What one check found. */
export type Found = Pick<SelfCheck, 'state' | 'result' | 'next'>;

/** @param reason as the system names it; no words of its own, which may hold more */
export function failedLine(host: string, reason: string): Found {
  return {
    ...{ state: 'failed', result: `${host} cannot be reached (${reason}).` },
    next: 'Check the line, the VPN and the address.',
  };
}
