import type { TagName } from '../../../../../shared/dicom/tags.ts';
import { parsePersonName } from '../../../../../shared/dicom/person-name.ts';
import { Availability } from '../../../../../shared/model/source.ts';
import { momentOf } from '../../../../../shared/rules/outbox/series-moment.ts';
import type { Attributes } from '../../../dicom/parse/attributes.ts';
import type { Found, FoundPatient, Level } from '../dimse-messages.ts';

/** Longest text that is kept of an answer, characters: nothing that is shown is longer. */
const MOST_TEXT = 1024;
/** Modalities of one study. */
const MOST_VALUES = 64;

/** One match; null where it lacks what identifies it. */
export function foundOf(level: Level, from: Attributes): Found | null {
  switch (level) {
    case 'PATIENT':
      return { level, found: patientOf(from) };
    case 'STUDY':
      return studyOf(from);
    case 'SERIES':
      return seriesOf(from);
    case 'IMAGE': {
      const sopUid = from.uid('sopInstance');
      if (sopUid === null) return null;
      return { level, found: { sopUid, sopClass: from.uid('sopClass'), number: from.integer('instanceNumber') } };
    }
  }
}

function patientOf(from: Attributes): FoundPatient {
  return {
    issuer: line(from, 'issuerOfPatientId'),
    patientId: line(from, 'patientId'),
    patientName: parsePersonName(line(from, 'patientName') ?? ''),
    birthDate: line(from, 'birthDate'),
    sex: line(from, 'sex'),
  };
}

function studyOf(from: Attributes): Found | null {
  const studyUid = from.uid('studyUid');
  if (studyUid === null) return null;
  return {
    level: 'STUDY',
    found: {
      ...patientOf(from),
      studyUid,
      studyDate: line(from, 'studyDate'),
      studyTime: line(from, 'studyTime'),
      accession: line(from, 'accession'),
      description: line(from, 'studyDescription'),
      referring: line(from, 'referring'),
      modalities: from
        .texts('modalitiesInStudy')
        .filter((text) => text !== '')
        .slice(0, MOST_VALUES)
        .map((text) => text.slice(0, MOST_TEXT)),
      series: count(from, 'seriesOfStudy'),
      instances: count(from, 'instancesOfStudy'),
      availability: availability(from),
    },
  };
}

function seriesOf(from: Attributes): Found | null {
  const seriesUid = from.uid('seriesUid');
  if (seriesUid === null) return null;
  return {
    level: 'SERIES',
    found: {
      seriesUid,
      modality: line(from, 'modality'),
      number: from.integer('seriesNumber'),
      description: line(from, 'seriesDescription'),
      bodyPart: line(from, 'bodyPart'),
      laterality: line(from, 'laterality'),
      instances: count(from, 'instancesOfSeries'),
      availability: availability(from),
      begun: momentOf(line(from, 'seriesDate'), line(from, 'seriesTime')),
    },
  };
}

function line(from: Attributes, name: TagName): string | null {
  return from.line(name)?.slice(0, MOST_TEXT) ?? null;
}

function count(from: Attributes, name: TagName): number | null {
  const number = from.integer(name);
  return number === null || number < 0 ? null : number;
}

function availability(from: Attributes): Availability | null {
  return Availability.safeParse(from.text('instanceAvailability')).data ?? null;
}
