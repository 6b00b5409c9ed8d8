import { describe, expect, it } from 'vitest';
import type { FoundInstance, FoundSeries } from '../../../../../../shared/model/source.ts';
import { planRetrieve } from '../../../../../../electron/station/sources/dimse/retrieve-plan.ts';
import type { Lane, PlanQueries } from '../../../../../../electron/station/sources/dimse/retrieve-plan.ts';
import { STORAGE_CLASSES } from '../../../../../../electron/station/sources/dimse/storage-classes.ts';
import { storageContexts } from '../../../../../../electron/station/sources/dimse/storage-contexts.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';

const series = (seriesUid: string, instances: number | null, modality = 'CT'): FoundSeries => ({
  seriesUid,
  modality,
  number: 1,
  description: null,
  bodyPart: null,
  laterality: null,
  instances,
  availability: null,
});

/** A source with these series; `counted` says how many images those without a count have. */
function archive(all: readonly FoundSeries[], counted = 0, sopClass: string | null = CT): PlanQueries {
  return {
    series: () => Promise.resolve(all),
    instances: (_study, seriesUid) => {
      const count = all.find((one) => one.seriesUid === seriesUid)?.instances ?? counted;
      const found = Array.from({ length: count }, (_, at): FoundInstance => ({
        sopUid: `${seriesUid}.${at}`,
        sopClass,
        number: at,
      }));
      return Promise.resolve(found);
    },
  };
}

const levels = (lanes: readonly Lane[]): readonly (readonly string[])[] =>
  lanes.map(({ units }) => units.map(({ level }) => level));
const named = (lanes: readonly Lane[]): readonly string[] =>
  lanes.flatMap(({ units }) => units.flatMap(({ keys }) => keys.at(-1)?.value.split('\\') ?? []));

describe('planRetrieve', () => {
  it('spreads one large series over all associations, each image once', async () => {
    const lanes = await planRetrieve({ studyUid: '1' }, 4, archive([series('1.1', 1000)]));
    expect(levels(lanes)).toEqual([['IMAGE'], ['IMAGE'], ['IMAGE'], ['IMAGE']]);
    expect(new Set(named(lanes)).size).toBe(1000);
    expect(named(lanes)).toHaveLength(1000);
    expect(lanes[0]?.classes).toEqual([CT]);
  });

  it('leaves small series whole, and shares them out', async () => {
    const all = Array.from({ length: 8 }, (_, at) => series(`1.${at}`, 5));
    const lanes = await planRetrieve({ studyUid: '1' }, 4, archive(all));
    expect(levels(lanes)).toEqual(Array.from({ length: 4 }, () => ['SERIES', 'SERIES']));
  });

  it('counts the images itself where the source does not', async () => {
    const lanes = await planRetrieve({ studyUid: '1' }, 2, archive([series('1.1', null)], 100));
    expect(named(lanes)).toHaveLength(100);
  });

  it('asks for the whole study where the source lists nothing', async () => {
    const lanes = await planRetrieve({ studyUid: '1' }, 4, archive([]));
    expect(levels(lanes)).toEqual([['STUDY']]);
    expect(lanes[0]?.classes).toEqual(STORAGE_CLASSES);
  });

  it('never names more images in one request than fit in one', async () => {
    const lanes = await planRetrieve({ studyUid: '1' }, 1, archive([series('1.1', 3000)], 0, null));
    const sopUids = Array.from({ length: 1200 }, (_, at) => `9.${at}`);
    const some = await planRetrieve({ studyUid: '1', seriesUid: '1.1', sopUids }, 1, archive([series('1.1', 3000)]));
    expect(levels(lanes)).toEqual([['SERIES']]);
    expect(levels(some)).toEqual([['IMAGE', 'IMAGE', 'IMAGE']]);
    expect(named(some)).toEqual(sopUids);
  });

  it('asks for images by their modality where their class is not named', async () => {
    const lanes = await planRetrieve({ studyUid: '1' }, 2, archive([series('1.1', 100, 'MR')], 0, null));
    expect(lanes[0]?.classes).toContain('1.2.840.10008.5.1.4.1.1.4');
    expect(lanes[0]?.classes).not.toContain(CT);
    const odd = await planRetrieve({ studyUid: '1' }, 2, archive([series('1.1', 100, 'XYZ')], 0, null));
    expect(odd[0]?.classes).toEqual(STORAGE_CLASSES);
  });
});

describe('storageContexts', () => {
  it.each([1, 2, 10, 60, 200])('offers %i classes in no more contexts than there are', (count) => {
    const classes = Array.from({ length: count }, (_, at) => `1.2.${at}`);
    const contexts = storageContexts(classes, 2);
    expect(contexts.length).toBeLessThanOrEqual(126);
    expect(new Set(contexts.map(({ abstractSyntax }) => abstractSyntax)).size).toBe(Math.min(count, 126));
  });

  it('gives every transfer syntax of a few classes a context of its own', () => {
    const contexts = storageContexts([CT, `${CT}.1`], 2);
    expect(contexts.every(({ transferSyntaxes }) => transferSyntaxes.length === 1)).toBe(true);
    expect(contexts.some(({ transferSyntaxes }) => transferSyntaxes[0] === '1.2.840.10008.1.2.4.201')).toBe(true);
  });
});
