import { describe, expect, it } from 'vitest';
import { shownFields, spokenFields } from '../../../../../shared/hl7/results/spoken-fields.ts';
import { ResultMapping } from '../../../../../shared/model/result-mapping.ts';

describe('fields that a mapping speaks of', () => {
  it.each([
    ['MSH', {}, [18]],
    ['MSH', { receivingApplication: 'EPR', sendingFacility: 'X' }, [4, 5, 18]],
    ['ORC', { accessionIn: ['ORC-2', 'OBR-3'] }, [2]],
    ['OBR', { accessionIn: ['ORC-2', 'OBR-3'], status: { F: 'X' } }, [3, 25]],
    ['OBX', { text: 'TX-segments' }, [2, 5]],
    ['OBX', { codes: [{ from: 'A', to: { value: 'B', meaning: '', scheme: 'L' } }] }, [3]],
    ['PID', { receivingApplication: 'EPR' }, []],
  ])('of %s by %j are %j', (name, said, fields) => {
    expect([...spokenFields(name, ResultMapping.parse(said))].sort((a, b) => a - b)).toEqual(fields);
    expect(spokenFields(name, null).size).toBe(0);
  });

  it('count from the separator in MSH, and put together are the segment', () => {
    const segment = 'MSH|^~\\&|A|B|C';
    const shown = shownFields(segment, ResultMapping.parse({ sendingApplication: 'A' }));
    expect(shown.find(({ spoken }) => spoken)).toEqual({ at: 3, text: 'A', spoken: true });
    expect(shown.map(({ text }) => text).join('|')).toBe(segment);
  });
});
