import type { RegistrationUse } from '../../../shared/model/registration.ts';
import type { DeskSession } from '../desk-session.ts';

type RecordedDesk = Pick<DeskSession, 'stores' | 'call' | 'failed' | 'ifStill'>;

/**
 * A registration is used, or used no more, only once that is on record with the case that it is used in.
 * @param apply not called where another case was opened meanwhile (fault F50), nor where it could not be written down
 */
export async function applyOnRecord(
  desk: RecordedDesk,
  registration: RegistrationUse,
  used: boolean,
  apply: () => void,
): Promise<void> {
  const open = desk.stores.open.getState();
  if (open.status !== 'open') return;
  const still = desk.ifStill();
  try {
    await desk.call('reading.useRegistration', { studyId: open.current.study.studyId, registration, used });
    if (still()) apply();
  } catch (error) {
    if (still()) desk.failed(error, 'Registration');
  }
}
