import type { StoreReceipt } from '../source.ts';

/** A STOW-RS answer as far as it was readable (Part 18, 10.5.3). */
export interface StoreAnswer {
  readonly status: number;
  /** Referenced SOP Sequence, with the Warning Reason where there is one. */
  readonly stored: readonly { readonly sopUid: string | null; readonly warning: number | null }[];
  /** Failed SOP Sequence, with the Failure Reason. */
  readonly failed: readonly { readonly sopUid: string | null; readonly reason: number | null }[];
}

/** It is there already under this UID: what a repeated delivery hears. */
const DUPLICATE = 0x0111;
/** HTTP statuses with which a server says that the request itself is wrong: the same again fares no better. */
const REFUSES: ReadonlySet<number> = new Set([400, 403, 404, 405, 406, 410, 411, 413, 415, 501]);

/**
 * What became of one object. Only an answer that names it as stored counts as stored: a page of a gateway in between is answered
 * with 200, too.
 */
export function receiptOf(sopUid: string, { status, stored, failed }: StoreAnswer): StoreReceipt {
  const refusal = failed.find((item) => item.sopUid === sopUid);
  if (refusal !== undefined) {
    const { reason } = refusal;
    if (reason === null) return { sopUid, state: 'failed', status: `${status}` };
    return { sopUid, state: stateOfReason(reason), status: `${status}/${hex(reason)}` };
  }
  const receipt = stored.find((item) => item.sopUid === sopUid);
  if (receipt !== undefined && (status === 200 || status === 202 || status === 409)) {
    return {
      sopUid,
      state: 'stored',
      status: receipt.warning === null ? `${status}` : `${status}/${hex(receipt.warning)}`,
    };
  }
  if (status >= 200 && status < 300) return { sopUid, state: 'unknown', status: `${status}/unconfirmed` };
  // Whoever is in between may answer so when the archive has it already.
  if (status >= 500 && !REFUSES.has(status)) return { sopUid, state: 'unknown', status: `${status}` };
  return { sopUid, state: REFUSES.has(status) ? 'refused' : 'failed', status: `${status}` };
}

/**
 * Failure reasons (Part 18, table 10.5.3-2; Part 4, table B.2-1): out of resources (A7xx) and failures in processing (0110) may
 * pass; data set and class that do not match (A9xx), that is not understood (Cxxx), that is not supported (0122) or not allowed
 * (0124) stays.
 */
function stateOfReason(reason: number): StoreReceipt['state'] {
  if (reason === DUPLICATE) return 'stored';
  if (reason === 0x0110 || reason >> 8 === 0xa7) return 'failed';
  if (reason >> 8 === 0xa9 || reason >> 12 === 0xc || reason === 0x0122 || reason === 0x0124) return 'refused';
  return 'failed';
}

function hex(reason: number): string {
  return `0x${reason.toString(16).toUpperCase().padStart(4, '0')}`;
}
