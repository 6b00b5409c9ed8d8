import { CLINICAL } from '../../../shared/contract/roles.ts';
import type { Verb } from '../verb.ts';

export const lesionsVerb: Verb = {
  name: 'lesions',
  usage: 'lesions --study UID',
  help: `The ledger of the lesions of the patient of a study (RECIST 1.1), over all studies of that patient in the store.
Prints { points: [{ date, studies, entered, sum, missing, nadir, fromBaseline, fromNadir, target, nonTarget, newLesions, overall,
reasons }], lesions: [{ trackingUid, label, role, nature, organ, cells: [{ kind, studyId, mm, words, drawings, notes }] }], best, problems }:
points oldest first, cells one a point, lengths in mm, changes in percent. What nobody entered is null, never 0.`,
  options: { study: 'value' },
  roles: CLINICAL,
  check: (args) => void args.required('study'),
  async run({ station, args }) {
    const studyUid = args.required('study');
    const { reporting, lesions, audit } = station.rooms;
    const ledger = lesions.ledger(reporting.studyOf(studyUid));
    await audit.commandLine.studyUid('lesions', studyUid);
    return ledger;
  },
};
