import type { Source } from '../../../../electron/station/sources/source.ts';
import type { FoundSeries, FoundStudy } from '../../../../shared/model/source.ts';

/**
 * A source that answers questions with what a test says. No stand-in for a network: what is tested is the comparison of what a site
 * says with what was signed, and no archive can be made to say all of it.
 */
export function sayingSource(studyUid: string, found: Partial<FoundStudy>, modalities: readonly string[]): Source {
  const study: FoundStudy = {
    ...{ studyUid, issuer: null, patientId: null, birthDate: null, sex: null, studyDate: null, studyTime: null },
    ...{ patientName: { alphabetic: 'DOE^JANE', ideographic: '', phonetic: '' }, accession: null, description: null },
    ...{ referring: null, modalities: [], series: null, instances: null, availability: null },
    ...found,
  };
  return {
    ...{ kind: 'dicomweb', name: 'saying', capabilities: { retrieve: [], store: null, storageCommitment: false } },
    test: none,
    instances: none,
    store: none,
    studies: () => each([study]),
    series: () => each(modalities.map((modality, place) => seriesOf(modality, `7.7.${place}`))),
    retrieve: () => Promise.reject(new Error('nothing is fetched')),
    probe: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function seriesOf(modality: string, seriesUid: string): FoundSeries {
  return {
    ...{ seriesUid, modality, number: 1, description: null, bodyPart: null, laterality: null, instances: 1 },
    availability: null,
  };
}

async function* each<T>(rows: readonly T[]): AsyncIterable<T> {
  await Promise.resolve();
  yield* rows;
}

function none(): AsyncIterable<never> {
  return each([]);
}
