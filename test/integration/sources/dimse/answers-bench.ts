import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { AppError } from '../../../../shared/errors/app-error.ts';
import { encodeReject } from '../../../../electron/station/sources/dimse/wire/pdu.ts';
import type { Script } from './scripted-peer.ts';

/** Short patience, so that silence is heard soon; long enough for a busy machine to answer. */
export const WAITS = { connectMs: 3000, answerMs: 1500, idleMs: 1200 };
export const CT = '1.2.840.10008.5.1.4.1.1.2';

export async function errorOf(work: Promise<unknown>): Promise<AppError> {
  try {
    await work;
  } catch (error) {
    return asAppError(error);
  }
  throw new Error('it did not fail');
}

export const rejecting = (result: number, origin: number, reason: number): Script => ({
  associate: (line) => line.write(encodeReject(result, origin, reason)),
});
