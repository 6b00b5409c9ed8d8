import { CLINICAL } from '../../../shared/contract/roles.ts';
import type { Verb } from '../verb.ts';

export const studiesVerb: Verb = {
  name: 'studies',
  usage: 'studies [--search TEXT]',
  help: `Lists the studies of the store, newest first.
Prints { studies: [{ studyUid, issuer, patientId, patientName, studyDate, modalities, description, accession, series,
instances, expected, ready }] }; expected is null where nobody said.`,
  options: { search: 'value' },
  roles: CLINICAL,
  listKey: 'studies',
  run: async ({ station, args }) => ({ studies: station.rooms.archive.studies(args.value('search') ?? '') }),
};

export const seriesVerb: Verb = {
  name: 'series',
  usage: 'series --study UID',
  help: `Lists the series of one study.
Prints { series: [{ seriesUid, modality, number, description, instances }] }.`,
  options: { study: 'value' },
  roles: CLINICAL,
  listKey: 'series',
  check: (args) => void args.required('study'),
  run: async ({ station, args }) => ({ series: station.rooms.archive.seriesOf(args.required('study')) }),
};

export const instancesVerb: Verb = {
  name: 'instances',
  usage: 'instances --series UID',
  help: `Lists the objects of one series in display order.
Prints { instances: [{ objectId, sopUid, sopClass, transferSyntax, frames, sha256, conflict }] }; sha256 is that of the
file as it came.`,
  options: { series: 'value' },
  roles: CLINICAL,
  listKey: 'instances',
  check: (args) => void args.required('series'),
  run: async ({ station, args }) => ({ instances: station.rooms.archive.instancesOf(args.required('series')) }),
};
