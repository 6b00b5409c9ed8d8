import { Access } from '../../../../electron/station/access/access.ts';
import { Administration } from '../../../../electron/station/access/administration.ts';
import { Forgetting } from '../../../../electron/station/access/forget/forgetting.ts';
import { FaultPoints, KEY_FAULT_POINTS } from '../../../../electron/station/kernel/fault-points.ts';
import { PersonId } from '../../../../shared/model/ids.ts';
import { stationFile } from '../../../helpers/station-file.ts';

/* Changes people, keys or what is kept, and is killed at the point of the last argument: `change-and-die.ts STORE WHAT POINT`. */
const [, , dir = '', what = '', armed = ''] = process.argv;
const proof = 'correct horse';
const access = new Access({
  dir,
  blobWorkerFile: stationFile('blobs'),
  scryptLogN: 10,
  faults: new FaultPoints(KEY_FAULT_POINTS.find((point) => point === armed) ?? null),
});
const leave = (): Promise<void> => Promise.resolve();
await access.unlock(null, proof);
const people = new Administration(access);
const forgetting = new Forgetting(access);
const personNamed = (name: string): PersonId =>
  PersonId.parse(access.state().people.find((one) => one.name === name)?.personId);
if (what === 'person') {
  const personId = personNamed('Ben');
  await people.revoke({ personId, proof }, leave);
  await forgetting.person({ personId, proof }, leave);
} else if (what === 'people') {
  const { person } = await people.add({ name: 'Cem', roles: ['reader'], passphrase: 'third passphrase', proof });
  await people.setRoles({ personId: person.personId, roles: ['reviewer'], proof });
  await people.setPassphrase({ personId: person.personId, passphrase: 'fourth passphrase', proof });
  await people.revoke({ personId: personNamed('Ben'), proof }, leave);
} else if (what === 'keys') {
  await forgetting.rotate({ level: 'store', site: null, proof }, leave);
} else if (what === 'study') {
  const named = "SELECT study_uid FROM study WHERE description IN ('CANARY^KEPT', 'CANARY^OLD') ORDER BY description";
  const studyUids = access.requireStore().index.prepare<[], string>(named).pluck().all();
  for (const studyUid of studyUids) await forgetting.rotate({ level: 'study', site: null, studyUid, proof }, leave);
} else {
  await forgetting.run({ target: { kind: 'site', site: 'North' }, objects: 1, proof }, leave);
}
await access.close();
