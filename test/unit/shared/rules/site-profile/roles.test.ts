import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersonId } from '../../../../../shared/model/ids.ts';
import { PersonRole, PersonRoles } from '../../../../../shared/model/person.ts';
import { roleEffects, rolesAgainst, rolesAtSite } from '../../../../../shared/rules/site-profile/roles.ts';
import { sampleReader } from '../../../../helpers/site-profile.ts';

const personId = PersonId.parse('01jd0000000000000000000000');
const roles = fc.uniqueArray(fc.constantFrom(...PersonRole.options), { minLength: 1 });
const granted = roles.filter((list) => PersonRoles.safeParse(list).success);

describe('what the roles of a profile do at a station', () => {
  it('gives no role that is not said in words, none that rules people or machines, and none that may not go together', () => {
    fc.assert(
      fc.property(granted, roles, (own, named) => {
        const person = { personId, name: 'Ada', roles: own };
        const { gains, words } = roleEffects([person], () => sampleReader({ roles: named }));
        for (const gain of gains) {
          expect(PersonRoles.safeParse(gain.roles).success).toBe(true);
          expect(gain.roles).toEqual([...own, ...gain.gains]);
          for (const role of gain.gains) {
            expect(['reader', 'reviewer', 'coordinator']).toContain(role);
            expect(words.some((line) => line.includes(`becomes`) && line.includes(role))).toBe(true);
          }
        }
      }),
    );
  });

  it('leaves at the site what both gave, and takes nothing from whom the profile does not name', () => {
    fc.assert(
      fc.property(granted, roles, (own, named) => {
        const left = rolesAtSite(own, sampleReader({ roles: named }));
        for (const role of left) expect(own).toContain(role);
        for (const role of left) if (role === 'reader') expect(named).toContain('reader');
        expect(rolesAtSite(own, null)).toEqual(own);
      }),
    );
  });

  it('held fast keep the station from giving what the site does not, and from nothing else', () => {
    const named = sampleReader({ roles: ['reader'] });
    const given = { before: ['reader'], after: ['reader', 'coordinator', 'administrator'] } as const;
    expect(rolesAgainst({ managed: ['readers'] }, named, given)).toEqual(['coordinator']);
    expect(rolesAgainst({ managed: [] }, named, given)).toEqual([]);
    expect(rolesAgainst({ managed: ['readers'] }, null, given)).toEqual([]);
  });
});
