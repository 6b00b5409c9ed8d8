import type { ProfilePreview, ProfileState } from '../../../shared/model/profile-view.ts';

/** One line for a profile: "St. Anna Group — profile 2, in force until 2099-01-01". Days are UTC, as the file has them. */
export function profileWords({ siteName, serial, standing, validFrom, validUntil }: ProfileState): string {
  const [from, until] = [validFrom.slice(0, 10), validUntil.slice(0, 10)];
  const held: Readonly<Record<ProfileState['standing'], string>> = {
    'in-force': `in force until ${until}`,
    'not-yet': `not in force before ${from}`,
    expired: `expired on ${until}: nothing is signed as final for this site`,
    revoked: 'taken back by the site: nothing is signed, and nothing leaves',
  };
  return `${siteName} — profile ${serial}, ${held[standing]}`;
}

/** What the file is, before it is applied. */
export function previewWords({ siteName, serial, formerSerial, already }: ProfilePreview): string {
  if (already) return `${siteName}: profile ${serial} is in force already.`;
  const before = formerSerial === null ? 'the first of this site' : `in place of profile ${formerSerial}`;
  return `${siteName}: profile ${serial}, ${before}.`;
}

/** How the key stands; null where nobody has to be asked. */
export function trustWords({ trust, signedBy }: ProfilePreview): string | null {
  if (trust === 'trusted') return null;
  const how =
    trust === 'new'
      ? 'Its key is not trusted yet.'
      : 'Its key is another than that of this site. If you trust it, the former one signs no more.';
  return `Signed by ${signedBy}. ${how} Call the administrator of the site and have the fingerprint read to you.`;
}
