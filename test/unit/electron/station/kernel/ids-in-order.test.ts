import { describe, expect, it } from 'vitest';
import { idsInOrder, newId } from '../../../../../electron/station/kernel/ids.ts';
import { SourceReportId } from '../../../../../shared/model/ids.ts';

describe('ids in order', () => {
  it('are ids like any other, each another, and stand in their order', () => {
    const next = idsInOrder();
    const ids = Array.from({ length: 3000 }, () => next());
    expect(ids.map((id) => SourceReportId.parse(id))).toEqual(ids);
    expect(ids.every((id) => id.length === newId().length)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('of two runs have nothing in common', () => {
    const [one, other] = [idsInOrder()(), idsInOrder()()];
    expect(one.slice(0, 8)).not.toBe(other.slice(0, 8));
    expect(one.slice(14)).not.toBe(other.slice(14));
  });
});
