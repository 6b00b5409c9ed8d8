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
  async run({ station, args }) {
    const { archive, audit } = station.rooms;
    const search = args.value('search') ?? '';
    const studies = archive.studies(search);
    await audit.searches.listed(search, studies.length);
    return { studies };
  },
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
  async run({ station, args }) {
    const { archive, audit } = station.rooms;
    const studyUid = args.required('study');
    const series = archive.seriesOf(studyUid);
    await audit.commandLine.studyUid('series', studyUid);
    return { series };
  },
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
  async run({ station, args }) {
    const { archive, audit } = station.rooms;
    const seriesUid = args.required('series');
    const instances = archive.instancesOf(seriesUid);
    await audit.commandLine.series('instances', seriesUid);
    return { instances };
  },
};
