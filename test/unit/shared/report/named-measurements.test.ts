import { describe, expect, it } from 'vitest';
import { MeasurementId } from '../../../../shared/model/ids.ts';
import { namedMeasurements } from '../../../../shared/report/named-measurements.ts';
import { idOf } from '../../../helpers/report-document.ts';

const [first, second, third] = ['one', 'two', 'three'].map((name) => MeasurementId.parse(idOf(name)));
if (!first || !second || !third) throw new Error('three ids');

describe('measurements that a section stands on', () => {
  it('are those of its text, then those that a field still says, each once', () => {
    const taken = (measurementId: MeasurementId, value: string) =>
      ({ kind: 'measured', measurementId, label: 'M', text: value, value }) as const;
    expect(
      namedMeasurements({
        paragraphs: [
          [{ kind: 'text', text: 'Nodule ' }],
          [{ kind: 'measurement', measurementId: second, label: 'M2', text: '4 mm' }],
        ],
        fields: { a: '12', b: '4', c: '9' },
        // The number of the third was written over: it is the reader's own now.
        origins: { a: taken(first, '12'), b: taken(second, '4'), c: taken(third, '8') },
      }),
    ).toEqual([second, first]);
  });

  it('are none where nothing was measured', () => {
    expect(namedMeasurements({ paragraphs: [], fields: {} })).toEqual([]);
  });
});
