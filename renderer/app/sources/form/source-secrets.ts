import type { HeldCertificate } from '../../../../shared/model/certificate.ts';
import type { SourceSecrets, SourceSettings } from '../../../../shared/model/source-settings.ts';
import type { SecretName } from '../../../../shared/model/transfer.ts';
import { addressOf } from '../../../../shared/rules/source-address.ts';
import type { SecretEntry } from '../../../ui/index.ts';
import type { ChosenCertificate } from '../parts/chosen-certificate.ts';
import type { Problems } from './source-settings.ts';
import type { SourceForm } from './source-form.ts';

export type TypedSecret = Exclude<SecretName, 'certificate'>;

/** What was typed of each secret; null: nothing. */
export interface SecretsForm extends Readonly<Record<TypedSecret, SecretEntry>> {
  readonly certificate: ChosenCertificate;
}

export const NO_SECRETS: SecretsForm = {
  ...{ password: null, token: null, clientSecret: null, refreshToken: null, proxyPassword: null, certificate: null },
};

/** What is stored of the source that is edited, and where it is now. */
export interface StoredProofs {
  readonly settings: SourceSettings;
  readonly secrets: readonly SecretName[];
}

/** Which secrets the settings of a form can use at all. */
export function usedSecrets({ kind, auth, user, viaProxy, proxyUser, tls }: SourceForm): readonly SecretName[] {
  if (kind === 'dimse') {
    return [...(user.trim() === '' ? [] : (['password'] as const)), ...(tls ? (['certificate'] as const) : [])];
  }
  const proofs: Readonly<Record<SourceForm['auth'], readonly SecretName[]>> = {
    none: [],
    basic: ['password'],
    bearer: ['token'],
    oidc: ['clientSecret', 'refreshToken'],
  };
  const proxy: readonly SecretName[] = viaProxy && proxyUser.trim() !== '' ? ['proxyPassword'] : [];
  return [...proofs[auth], ...proxy, 'certificate'];
}

/** The stored secrets that are still good: those of the same address, which the settings use. A password goes to no other server. */
export function goodSecrets(
  stored: StoredProofs | null,
  form: SourceForm,
  now: SourceSettings | null,
): readonly SecretName[] {
  if (stored === null || now === null || addressOf(now) !== addressOf(stored.settings)) return [];
  const used = usedSecrets(form);
  return stored.secrets.filter((name) => used.includes(name));
}

/** What the station is asked to store: what was typed, and which of the stored ones stay beside it. */
export function secretsOf(
  form: SourceForm,
  typed: SecretsForm,
  good: readonly SecretName[],
): { readonly secrets: SourceSecrets; readonly keep: SecretName[]; readonly certificate: HeldCertificate | null } {
  const used = usedSecrets(form);
  const secrets: Record<string, string> = {};
  const keep: SecretName[] = [];
  for (const name of used) {
    const entry = typed[name];
    if (name === 'certificate') {
      if (entry === null && good.includes(name)) keep.push(name);
    } else if (typeof entry === 'string' && entry !== '') secrets[name] = entry;
    else if (entry === null && good.includes(name)) keep.push(name);
  }
  const { certificate } = typed;
  const held = used.includes('certificate') && certificate !== null && certificate !== 'none' ? certificate.held : null;
  return { secrets, keep, certificate: held };
}

/** Secrets that are missing, in words at their fields. */
export function missingSecrets(
  form: SourceForm,
  typed: SecretsForm,
  good: readonly SecretName[],
  stored: StoredProofs | null,
): Problems {
  const isThere = (name: TypedSecret): boolean =>
    typed[name] === null ? good.includes(name) : (typed[name] ?? '') !== '';
  const again = (name: SecretName): string =>
    stored?.secrets.includes(name) === true && !good.includes(name) ? 'The address changed: type it again.' : '';
  const problems: Record<string, string> = {};
  const need = (name: TypedSecret, words: string): void => {
    if (!isThere(name)) problems[name] = again(name) || words;
  };
  if (form.kind === 'dicomweb' && form.auth === 'basic') need('password', 'Type the password.');
  if (form.kind === 'dicomweb' && form.auth === 'bearer') need('token', 'Paste the token that the site gave.');
  if (form.kind === 'dicomweb' && form.auth === 'oidc' && !isThere('refreshToken')) {
    need('clientSecret', 'Type the secret of this client, or give a refresh token.');
  }
  const used = usedSecrets(form);
  if (used.includes('certificate') && typed.certificate === null && again('certificate') !== '') {
    problems['certificate'] = 'The address changed: choose the file again, or show none.';
  }
  return problems;
}
