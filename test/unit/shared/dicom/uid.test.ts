import { describe, expect, it } from 'vitest';
import { isValidUid, trimUid } from '../../../../shared/dicom/uid.ts';

describe('isValidUid', () => {
  it.each(['1.2.840.10008.1.2', '2.25.329800735698586629295641978511506172918', '1.0.3'])('takes %s', (uid) => {
    expect(isValidUid(uid)).toBe(true);
  });

  it.each(['', '1..2', '1.02', '1.2.', '../1', '1.2 ', '1.2.a', '1.'.repeat(33) + '1'])('refuses %j', (uid) => {
    expect(isValidUid(uid)).toBe(false);
  });
});

describe('trimUid', () => {
  it('takes the padding off and nothing else', () => {
    expect(trimUid('1.2.3\0')).toBe('1.2.3');
    expect(trimUid('1.2.3 ')).toBe('1.2.3');
    expect(trimUid('\0')).toBeNull();
    expect(trimUid('../x')).toBe('../x');
  });
});
