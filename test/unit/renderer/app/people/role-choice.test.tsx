// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RoleChoice } from '../../../../../renderer/app/people/role-choice.tsx';
import type { PersonRole } from '../../../../../shared/model/person.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';
import { personId } from '../../helpers/worklist-rows.ts';

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

describe('roles that a site manages', () => {
  it('are off, each with the site and the profile that say so, and no other is', () => {
    const chosen: (readonly PersonRole[])[] = [];
    const held = [{ personId: personId(1), role: 'reviewer' as const, siteName: 'St. Anna Group', serial: 2 }];
    shown = show(
      new FakeStation({}),
      <RoleChoice roles={['reader']} held={held} onChange={(roles) => chosen.push(roles)} />,
    );
    const reviewer = screen.getByRole<HTMLInputElement>('checkbox', { name: /^Reviewer/ });
    expect(reviewer.disabled).toBe(true);
    expect(reviewer.labels?.[0]?.textContent).toContain('Managed by St. Anna Group, profile 2');
    expect(screen.getAllByText(/Managed by/)).toHaveLength(1);
    const coordinator = screen.getByRole<HTMLInputElement>('checkbox', { name: /^Coordinator/ });
    expect(coordinator.disabled).toBe(false);
    coordinator.click();
    expect(chosen).toEqual([['reader', 'coordinator']]);
  });
});
