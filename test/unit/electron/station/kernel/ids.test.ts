import { describe, expect, it } from 'vitest';
import { newId } from '../../../../../electron/station/kernel/ids.ts';
import { newUid } from '../../../../../electron/station/kernel/uid.ts';
import { ObjectId } from '../../../../../shared/model/ids.ts';

describe('newId', () => {
  it('makes ids of the shared shape and never the same twice', () => {
    const ids = Array.from({ length: 1000 }, () => newId());
    expect(ids.every((id) => ObjectId.safeParse(id).success)).toBe(true);
    expect(new Set(ids).size).toBe(1000);
  });
});

describe('newUid', () => {
  it('makes UIDs under 2.25 without leading zero, at most 64 characters, from a version 4 UUID', () => {
    for (let i = 0; i < 1000; i += 1) {
      const uid = newUid();
      expect(uid).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
      const hex = BigInt(uid.slice(5)).toString(16).padStart(32, '0');
      expect(hex[12]).toBe('4');
      expect('89ab').toContain(hex[16]);
    }
  });
});
