import type { HeldCertificate } from '../../../shared/model/certificate.ts';
import type { Destination, DestinationSecrets } from '../../../shared/model/destination.ts';
import { destinationAddress } from '../../../shared/rules/source-address.ts';
import type { SecretEntry } from '../../ui/index.ts';
import type { ChosenCertificate } from '../sources/index.ts';
import type { DestinationDraft, DestinationProblems, DestinationSettled } from './destination-form.ts';

type SecretName = keyof DestinationSecrets;

export interface DestinationTyped {
  readonly password: SecretEntry;
  readonly token: SecretEntry;
  readonly certificate: ChosenCertificate;
}

export const NOTHING_TYPED: DestinationTyped = { password: null, token: null, certificate: null };

/** Which secrets a draft can use at all. */
function used({ kind, auth, tls }: DestinationDraft): readonly SecretName[] {
  if (kind === 'dicom') return [];
  if (kind === 'hl7') return tls ? ['certificate'] : [];
  if (kind === 'context') return auth === 'bearer' ? ['token'] : [];
  return [
    ...(auth === 'basic' ? (['password'] as const) : auth === 'bearer' ? (['token'] as const) : []),
    'certificate',
  ];
}

/** The stored ones that are still good: of the same address. */
export function goodOf(
  row: Destination | null,
  draft: DestinationDraft,
  now: DestinationSettled,
): readonly SecretName[] {
  if (row === null || !('settings' in now)) return [];
  if (destinationAddress(row.settings) !== destinationAddress(now.settings)) return [];
  return row.secrets.filter((name) => used(draft).includes(name));
}

/** What the station is asked to store, and what of the stored stays beside it. */
export function provenBy(
  draft: DestinationDraft,
  typed: DestinationTyped,
  good: readonly SecretName[],
): { readonly secrets: DestinationSecrets; readonly keep: SecretName[]; readonly certificate: HeldCertificate | null } {
  const names = used(draft);
  const text = (name: 'password' | 'token'): DestinationSecrets =>
    names.includes(name) && (typed[name] ?? '') !== '' ? { [name]: typed[name] ?? '' } : {};
  const { certificate } = typed;
  return {
    secrets: { ...text('password'), ...text('token') },
    keep: names.filter((name) => typed[name] === null && good.includes(name)),
    certificate:
      names.includes('certificate') && certificate !== null && certificate !== 'none' ? certificate.held : null,
  };
}

/** Secrets that are missing, in words at their fields. */
export function missingOf(
  row: Destination | null,
  draft: DestinationDraft,
  typed: DestinationTyped,
  good: readonly SecretName[],
): DestinationProblems {
  const problems: Record<string, string> = {};
  const lost = (name: SecretName): boolean => row?.secrets.includes(name) === true && !good.includes(name);
  for (const name of used(draft)) {
    if (name === 'certificate') {
      if (lost(name) && typed.certificate === null)
        problems[name] = 'The address changed: choose the file again, or show none.';
    } else if ((typed[name] ?? '') === '' && !(typed[name] === null && good.includes(name))) {
      problems[name] = lost(name) ? 'The address changed: type it again.' : 'The site gives it to you.';
    }
  }
  return problems;
}
