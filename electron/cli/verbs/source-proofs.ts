import { AppError } from '../../../shared/errors/app-error.ts';
import type { ClientCertificate } from '../../../shared/model/identity-provider.ts';
import type { SourceSecrets, SourceSettings } from '../../../shared/model/source-settings.ts';
import { certificateIn } from '../../station/access/key-files/read-files.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { readKeyPassphrase, readSourceSecret } from '../passphrase.ts';
import type { VerbContext } from '../verb.ts';
import { fileOf } from './source-settings.ts';

type TypedSecret = Exclude<keyof SourceSecrets, 'certificate'>;

/** As the options call them. */
const NAMES: Readonly<Record<string, TypedSecret>> = {
  password: 'password',
  token: 'token',
  'client-secret': 'clientSecret',
  'refresh-token': 'refreshToken',
  'proxy-password': 'proxyPassword',
};

/** What the options give to prove who we are: a certificate from files, and one secret. @param ask the secret of these settings is wanted */
export async function proofsOf(
  { station, args, env }: VerbContext,
  settings: SourceSettings,
  ask: boolean,
): Promise<SourceSecrets> {
  const certificate = await certificateOf(args);
  const wanted = secretName(args) ?? (ask ? ownSecret(settings) : null);
  const own = certificate === null ? {} : { certificate };
  if (wanted === null) return own;
  const evaluation = station.access.state().kind === 'evaluation';
  return { ...own, [wanted]: await readSourceSecret(args, env, evaluation) };
}

/** The secret that `--secret` names; null: it is not there. @throws AppError request/usage */
export function secretName(args: Arguments): TypedSecret | null {
  const given = args.value('secret');
  if (given === null) return null;
  const name = Object.hasOwn(NAMES, given) ? NAMES[given] : undefined;
  if (name === undefined) throw usage(`--secret is one of ${Object.keys(NAMES).join(', ')}`);
  return name;
}

/** What proves who we are, by how we say who we are. */
function ownSecret(settings: SourceSettings): TypedSecret | null {
  if (settings.kind === 'dimse') return settings.user === null ? null : 'password';
  switch (settings.auth.kind) {
    case 'none':
      return null;
    case 'basic':
      return 'password';
    case 'bearer':
      return 'token';
    case 'oidc':
      return 'clientSecret';
  }
}

async function certificateOf(args: Arguments): Promise<ClientCertificate | null> {
  const file = args.value('p12') ?? args.value('cert');
  if (file === null) return null;
  const [certificate, key] = [fileOf(file), args.value('p12') === null ? fileOf(args.required('cert-key')) : null];
  try {
    return await certificateIn(certificate, key, null);
  } catch (error) {
    const isLocked = error instanceof AppError && error.code === 'source/key-passphrase';
    if (!isLocked || (args.value('key-passphrase-fd') === null && !process.stdin.isTTY)) throw error;
  }
  return certificateIn(certificate, key, await readKeyPassphrase(args));
}
