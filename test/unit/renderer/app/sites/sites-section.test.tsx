// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SitesSection } from '../../../../../renderer/app/sites/index.ts';
import { FileToken } from '../../../../../shared/contract/file-token.ts';
import type { ProfileOverview, ProfilePreview, ProfileState } from '../../../../../shared/model/profile-view.ts';
import { mendDom, show } from '../../helpers/dom.tsx';
import type { Shown } from '../../helpers/dom.tsx';
import { FakeStation } from '../../helpers/fake-station.ts';
import type { Answers } from '../../helpers/fake-station.ts';

const TOKEN = FileToken.parse('6b'.repeat(32));
const FINGERPRINT = Array.from({ length: 10 }, () => '0a1b').join('-');
const STATE: ProfileState = {
  ...{ siteCode: 'st-anna', siteName: 'St. Anna Group', serial: 2, standing: 'in-force', signedBy: 'Bea Admin' },
  ...{ validFrom: '2026-01-01T00:00:00Z', validUntil: '2099-01-01T00:00:00Z', appliedAt: '2026-11-22T12:00:00Z' },
  ...{ fingerprint: FINGERPRINT, studiesOf: ['St. Anna'] },
  sections: [
    { section: 'residency', words: 'residency: region EU', managed: true },
    { section: 'readers', words: 'readers: 1 (Ada Reader)', managed: false },
  ],
};
const PREVIEW: ProfilePreview = {
  ...{ siteCode: 'st-anna', siteName: 'St. Anna Group', serial: 2, formerSerial: null, trust: 'new', already: false },
  ...{ validFrom: STATE.validFrom, validUntil: STATE.validUntil, signedBy: 'Bea Admin', fingerprint: FINGERPRINT },
  ...{ hash: 'ab'.repeat(32), refusal: null, signsInAt: null },
  changes: [{ section: 'residency', words: 'residency, region: was nothing, now EU.' }],
};

beforeAll(mendDom);
let shown: Shown | null = null;
afterEach(() => {
  shown?.end();
  shown = null;
});

async function open(first: Partial<ProfileOverview> = {}, preview: Partial<ProfilePreview> = {}, more: Answers = {}) {
  let now: ProfileOverview = { profiles: [], place: null, warnings: [], managed: [], ...first };
  const station = new FakeStation({
    'profile.overview': () => now,
    'profile.choose': () => ({ token: TOKEN }),
    'profile.preview': () => ({ ...PREVIEW, ...preview }),
    'profile.apply': () => {
      now = { ...now, profiles: [STATE] };
      return STATE;
    },
    'profile.statePlace': ({ jurisdiction }) => {
      const place = { jurisdiction, statedAt: '2026-11-22T12:00:00Z' };
      now = { ...now, place };
      return place;
    },
    ...more,
  });
  shown = show(station, <SitesSection />);
  await waitFor(() => expect(screen.queryByText(/is not known/)).toBeNull());
  return station;
}

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

describe('the sites in the settings', () => {
  it('say that nothing is asked for where there is no profile', async () => {
    await open();
    expect(screen.getByText('No profile of a site: no licence, privilege or place is asked for.')).toBeTruthy();
  });

  it('say what is in force, until when, and what the site has set', async () => {
    await open({ profiles: [STATE], warnings: ['The licence for DE ends in 3 days.'] });
    expect(screen.getByText('St. Anna Group — profile 2, in force until 2099-01-01')).toBeTruthy();
    expect(screen.getByText('The licence for DE ends in 3 days.')).toBeTruthy();
    const [residency, readers] = screen.getAllByRole('listitem', { hidden: true });
    expect(residency?.textContent).toBe('residency: region EU Set by the site');
    expect(readers?.textContent).toBe('readers: 1 (Ada Reader)');
  });

  it.each([
    ['expired', 'expired on 2099-01-01: nothing is signed as final for this site'],
    ['revoked', 'taken back by the site: nothing is signed, and nothing leaves'],
    ['not-yet', 'not in force before 2026-01-01'],
  ] as const)('say that a profile is %s', async (standing, words) => {
    await open({ profiles: [{ ...STATE, standing }] });
    expect(screen.getByText(`St. Anna Group — profile 2, ${words}`)).toBeTruthy();
  });

  it('show the difference before a profile is applied, and apply it only under a fingerprint that was confirmed', async () => {
    const station = await open();
    fireEvent.click(button('Import a profile …'));
    await screen.findByText('residency, region: was nothing, now EU.');
    expect(screen.getByText('St. Anna Group: profile 2, the first of this site.')).toBeTruthy();
    expect(screen.getByText(FINGERPRINT)).toBeTruthy();
    expect(button('Apply this profile').disabled).toBe(true);
    fireEvent.click(screen.getByRole('checkbox', { name: 'They read exactly this fingerprint to me' }));
    fireEvent.click(button('Apply this profile'));
    await screen.findByText('St. Anna Group — profile 2, in force until 2099-01-01');
    expect(station.asked.filter(({ name }) => name === 'profile.apply')).toEqual([
      { name: 'profile.apply', request: { hash: PREVIEW.hash, trust: FINGERPRINT } },
    ]);
  });

  it('ask for no fingerprint where the key is trusted already', async () => {
    const station = await open({ profiles: [STATE] }, { trust: 'trusted', serial: 3, formerSerial: 2 });
    fireEvent.click(button('Import a profile …'));
    await screen.findByText('St. Anna Group: profile 3, in place of profile 2.');
    expect(screen.queryByRole('checkbox')).toBeNull();
    fireEvent.click(button('Apply this profile'));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Apply this profile' })).toBeNull());
    expect(station.asked.at(-2)).toMatchObject({ request: { trust: null } });
  });

  it('say why a file is refused, and do not offer to apply it', async () => {
    await open({}, { refusal: { code: 'profile/older-serial', message: 'serial 1 is older' } });
    fireEvent.click(button('Import a profile …'));
    expect((await screen.findByRole('alert')).textContent).toContain('A newer profile of this site is here already');
    expect(button('Apply this profile').disabled).toBe(true);
    fireEvent.click(button('Leave it'));
    expect(button('Import a profile …').disabled).toBe(false);
  });

  it('keep the place where the reader sits, by its code only', async () => {
    const station = await open();
    const field = screen.getByLabelText('Country, or part of one (DE, US-PA)');
    fireEvent.change(field, { target: { value: 'Bavaria' } });
    expect(button('I read here').disabled).toBe(true);
    fireEvent.change(field, { target: { value: 'de-by' } });
    fireEvent.click(button('I read here'));
    await screen.findByText('You read in DE-BY.');
    expect(station.asked).toContainEqual({ name: 'profile.statePlace', request: { jurisdiction: 'DE-BY' } });
  });
});
