import { FaultPoints, SITE_FAULT_POINTS } from '../../../../electron/station/kernel/fault-points.ts';
import { accessTo, PASSPHRASE, siteSteps } from '../site-steps.ts';

/* Does all that writes of a site, and is killed at the point of the last argument: `site-and-die.ts STORE OUT STUDY-UID POINT`. */
const [, , dir = '', out = '', studyUid = '', armed = ''] = process.argv;
const access = accessTo(dir, new FaultPoints(SITE_FAULT_POINTS.find((point) => point === armed) ?? null));
await access.unlock(null, PASSPHRASE);
await siteSteps(access, out, studyUid);
await access.close();
