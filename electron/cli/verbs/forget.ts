import type { ForgetTarget } from '../../../shared/contract/keys.ts';
import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import { usage, wholeNumber } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb } from '../verb.ts';

export const forgetVerb: Verb = {
  name: 'forget',
  usage: 'forget --study UID|--patient ID --issuer NAME|--site NAME [--objects N]',
  help: `Erases a study, or everything of a patient or a site, for good: keys, rows, reports, drawings, files. Audited.
Without --objects it only says what that would be: { preview: { studies, objects, bytes, signedReports, drafts, measurements,
lastBackup } }. With the number of objects that was said, it is done: { forgotten: { studies, keys, files, recoveryKey } }.
A backup made before is not reached.`,
  options: { study: 'value', patient: 'value', issuer: 'value', site: 'value', objects: 'value' },
  roles: ADMINISTRATION,
  check(args) {
    targetOf(args);
    objectsOf(args);
  },
  async run({ station, args, secret: proof }) {
    const target = targetOf(args);
    const objects = objectsOf(args);
    if (objects === null) return { preview: station.forgetting.preview({ target }) };
    return { forgotten: await station.forget({ target, objects, proof }) };
  },
};

function targetOf(args: Arguments): ForgetTarget {
  const [studyUid, patientId, site] = [args.value('study'), args.value('patient'), args.value('site')];
  if ([studyUid, patientId, site].filter((one) => one !== null).length === 1) {
    if (studyUid !== null) return { kind: 'study-uid', studyUid };
    if (site !== null) return { kind: 'site', site };
    if (patientId !== null) return { kind: 'patient-id', issuer: args.required('issuer'), patientId };
  }
  throw usage('name one: --study UID, --patient ID --issuer NAME, or --site NAME');
}

function objectsOf(args: Arguments): number | null {
  const text = args.value('objects');
  return text === null ? null : wholeNumber(text, 'objects', 0);
}
