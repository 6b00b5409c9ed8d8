import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isPart,
  MOST_PARTS,
  PART_CLASS,
  PART_HEAD,
  readPartHead,
  writePartHead,
} from '../../../../../shared/review/package/part.ts';
import { codeThrown } from '../../../../helpers/app-errors.ts';

const packageId = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 });

describe('a part of a package', () => {
  it('says which one of how many it is, of which package', () => {
    fc.assert(
      fc.property(packageId, fc.integer({ min: 1, max: MOST_PARTS }), fc.nat(), (id, count, at) => {
        const place = { packageId: id, index: at % count, count };
        const head = writePartHead(place);
        expect(head).toHaveLength(PART_HEAD);
        expect(readPartHead(head)).toEqual(place);
        // Of a whole part too, wherever it lies in its buffer.
        const within = new Uint8Array(PART_HEAD + 9);
        within.set(head, 4);
        expect(readPartHead(within.subarray(4))).toEqual(place);
      }),
    );
  });

  it('is told by its class and its mailbox, so that it is taken for no study, and raw data of a patient is', () => {
    const box = `NJR-${'0A'.repeat(10)}`;
    expect(isPart(PART_CLASS, box)).toBe(true);
    for (const [sopClass, patientId] of [
      [PART_CLASS, 'Q-771'],
      [PART_CLASS, `${box}1`],
      [PART_CLASS, box.toLowerCase()],
      [PART_CLASS, null],
      ['1.2.840.10008.5.1.4.1.1.2', box],
      [null, box],
    ] as const)
      expect(isPart(sopClass, patientId), `${sopClass} ${patientId}`).toBe(false);
  });

  it('is none where anything of that is not so', () => {
    const id = 'ab'.repeat(16);
    const refused = (bytes: Uint8Array): string | null => codeThrown(() => readPartHead(bytes));
    expect(refused(new Uint8Array(0))).toBe('package/not-a-package');
    expect(refused(new Uint8Array(PART_HEAD))).toBe('package/not-a-package');
    expect(refused(writePartHead({ packageId: id, index: 0, count: 1 }).subarray(0, PART_HEAD - 1))).not.toBeNull();
    for (const [index, count] of [
      [0, 0],
      [1, 1],
      [0, MOST_PARTS + 1],
    ] as const)
      expect(refused(writePartHead({ packageId: id, index, count })), `${index}/${count}`).toBe(
        'package/not-a-package',
      );
  });
});
