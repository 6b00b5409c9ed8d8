import { describe, expect, it } from 'vitest';
import { roleWords } from '../../../../shared/hanging/role-words.ts';

describe('what a picture says of its study', () => {
  it.each([
    ['current', '2024-05-06', 'CURRENT 2024-05-06'],
    ['prior', '2019-03-12', 'PRIOR 2019-03-12'],
    ['sibling', '2024-05-06 08:00', 'SAME EXAMINATION 2024-05-06 08:00'],
    ['prior', '2024-05-06 14:15', 'PRIOR 2024-05-06 14:15'],
    ['current', '', 'CURRENT WITHOUT A DATE'],
    ['prior', '', 'PRIOR WITHOUT A DATE'],
  ] as const)('%s of %s is %s', (role, when, words) => expect(roleWords(role, when)).toBe(words));
});
