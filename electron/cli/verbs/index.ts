import type { Verb } from '../verb.ts';
import { auditVerb } from './audit.ts';
import { backupVerb } from './backup.ts';
import { calculateVerb } from './calculate.ts';
import { calciumVerb } from './calcium.ts';
import { checkStationVerb } from './check-station.ts';
import { doctorVerb } from './doctor.ts';
import { exportObjectVerb } from './export-object.ts';
import { forgetVerb } from './forget.ts';
import { frameVerb } from './frame.ts';
import { imagingOrdersVerb } from './imaging-orders.ts';
import { hangingVerb } from './hanging.ts';
import { importVerb } from './import.ts';
import { keysVerb } from './keys.ts';
import { lesionsVerb } from './lesions.ts';
import { measureVerb } from './measure.ts';
import { orderVerb } from './order.ts';
import { moveVerb } from './move.ts';
import { outboxVerb } from './outbox.ts';
import { peopleVerb } from './people.ts';
import { prefetchVerb } from './prefetch.ts';
import { profileVerb } from './profile.ts';
import { reportVerb } from './report.ts';
import { restoreVerb } from './restore.ts';
import { retentionVerb } from './retention.ts';
import { reviewVerb } from './review.ts';
import { signInVerb } from './sign-in.ts';
import { serveReceiverVerb } from './serve-receiver.ts';
import { sourceVerb } from './source.ts';
import { instancesVerb, seriesVerb, studiesVerb } from './studies.ts';
import { verifyVerb } from './verify.ts';

export const verbs: readonly Verb[] = [
  importVerb,
  studiesVerb,
  seriesVerb,
  instancesVerb,
  frameVerb,
  measureVerb,
  calciumVerb,
  lesionsVerb,
  hangingVerb,
  verifyVerb,
  calculateVerb,
  reportVerb,
  reviewVerb,
  outboxVerb,
  sourceVerb,
  serveReceiverVerb,
  prefetchVerb,
  profileVerb,
  exportObjectVerb,
  peopleVerb,
  signInVerb,
  keysVerb,
  orderVerb,
  imagingOrdersVerb,
  forgetVerb,
  retentionVerb,
  auditVerb,
  backupVerb,
  restoreVerb,
  moveVerb,
  doctorVerb,
  checkStationVerb,
];
