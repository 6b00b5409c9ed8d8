import { describe, expect, it } from 'vitest';
import { drawingForSuv } from '../../../../renderer/reading/tool-state.ts';
import { MeasurementId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { Measurement } from '../../../../shared/model/measurement.ts';
import { objectId } from '../../shared/hanging/studies.ts';

const PET = objectId('pet');
const CT = objectId('ct');
const isPetHere = (one: Measurement): boolean => one.objectId === PET;

function drawn(ordinal: number, own: Partial<Measurement> = {}): Measurement {
  return {
    ...{
      measurementId: MeasurementId.parse(objectId(`drawing ${ordinal}`)),
      studyId: StudyId.parse(objectId('study')),
      objectId: PET,
      frame: 1,
    },
    ...{ tool: 'ellipse', points: [[0, 0]], world: null, text: '', trackingUid: '2.25.1', ordinal, deleted: false },
    ...{
      result: { values: [], basis: '', warnings: [] },
      by: PersonId.parse(objectId('person')),
      at: '2026-01-01T00:00:00.000Z',
    },
    ...own,
  };
}

describe('a kind of SUV that is chosen', () => {
  it('is for the region that was just drawn on a PET, which is not selected', () => {
    expect(drawingForSuv([drawn(1), drawn(3), drawn(2)], null, isPetHere)?.ordinal).toBe(3);
  });

  it('is for the selected drawing where that has one', () => {
    const all = [drawn(1), drawn(2), drawn(3, { tool: 'length' }), drawn(4, { objectId: CT })];
    expect(drawingForSuv(all, all[0] ?? null, isPetHere)?.ordinal).toBe(1);
    // Neither a length nor a region on a CT has an SUV.
    expect(drawingForSuv(all, all[2] ?? null, isPetHere)?.ordinal).toBe(2);
    expect(drawingForSuv(all, all[3] ?? null, isPetHere)?.ordinal).toBe(2);
  });

  it('is for none where no drawing on a PET stands', () => {
    const gone = [drawn(1, { deleted: true }), drawn(2, { objectId: CT }), drawn(3, { tool: 'calcium' })];
    expect(drawingForSuv(gone, null, isPetHere)).toBeNull();
  });
});
