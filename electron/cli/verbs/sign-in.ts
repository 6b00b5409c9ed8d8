import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import type { SignInState } from '../../../shared/contract/sign-in.ts';
import { ClientCertificate, IdentityProvider } from '../../../shared/model/identity-provider.ts';
import { openKeyFile } from '../../station/access/profile/admin-key.ts';
import { diskError } from '../../station/kernel/disk-error.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { withKeyPassphrase } from '../passphrase.ts';
import type { Verb, VerbContext } from '../verb.ts';

const ACTIONS = ['begin', 'state', 'provider', 'certificate', 'remove'] as const;
type Action = (typeof ACTIONS)[number];
const CERTIFICATE = {
  ca: 'value',
  cert: 'value',
  'cert-key': 'value',
  'key-passphrase-fd': 'value',
  none: 'flag',
} as const;
const THREE_DAYS = '72';

export const signInVerb: Verb = {
  name: 'sign-in',
  tellsOfNoStudy: true,
  usage: 'sign-in [state|provider --issuer U --client C|certificate --cert F --cert-key F|remove]',
  help: `Signs in at the identity provider of the site. The page is opened by you, in a browser on this computer.
  (nothing)                            { needed, endsAt, provider }: signs in
  state                                the same, as it stands
  provider --issuer U --client C [--acr V,V…] [--least password|multi-factor|phishing-resistant] [--hours N] [--ca FILE]
                                       names the provider, for administrators, who sign in there first; everybody signs in
                                       anew. Less than phishing-resistant has to be said. --hours: how long a station may
                                       go on without a line (72). --ca: certificates (PEM) of who vouches for the provider's
                                       server, in place of whoever this computer trusts
  certificate --cert FILE --cert-key FILE | --none
                                       what this station shows to a provider that asks for a certificate (PEM); a key with a
                                       passphrase takes it from --key-passphrase-fd or the terminal
  remove                               the passphrase is enough from now on; for administrators, with the passphrase or the
                                       recovery key`,
  options: { issuer: 'value', client: 'value', acr: 'value', least: 'value', hours: 'value', ...CERTIFICATE },
  takesWords: true,
  roles: (args) => (['provider', 'certificate'].includes(actionOf(args)) ? ADMINISTRATION : 'nobody-yet'),
  check(args) {
    if (actionOf(args) === 'provider') providerOf(args);
    if (actionOf(args) === 'certificate' && !args.has('none'))
      for (const name of ['cert', 'cert-key']) args.required(name);
  },
  run: async (context) => shape(await act(actionOf(context.args), context)),
};

function act(
  action: Action,
  { station: { signIn }, args, secret: proof }: VerbContext,
): Promise<SignInState> | SignInState {
  switch (action) {
    case 'begin':
      return signIn.begin();
    case 'state':
      return signIn.state();
    case 'provider':
      return signIn.setProvider({ provider: providerOf(args), proof });
    case 'certificate':
      return certificateOf(args).then(async (certificate) => {
        await signIn.setCertificate(certificate, proof);
        return signIn.state();
      });
    case 'remove':
      return signIn.removeProvider({ proof });
  }
}

function shape({ lease }: SignInState): object {
  return { needed: lease?.needed ?? false, endsAt: lease?.endsAt ?? null, provider: lease?.issuer ?? null };
}

function providerOf(args: Arguments): IdentityProvider {
  const parsed = IdentityProvider.safeParse({
    issuer: args.required('issuer'),
    clientId: args.required('client'),
    acrValues: args.value('acr')?.split(',') ?? [],
    leaseHours: Number(args.value('hours') ?? THREE_DAYS),
    ...(args.value('ca') === null ? {} : { authorities: textOf(args.required('ca')) }),
    ...(args.value('least') === null ? {} : { leastAssurance: args.value('least') }),
  });
  if (!parsed.success) throw usage(`this is no identity provider: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  return parsed.data;
}

/** @throws AppError profile/bad-key, profile/key-passphrase */
async function certificateOf(args: Arguments): Promise<ClientCertificate | null> {
  if (args.has('none')) return null;
  const privateKey = await withKeyPassphrase(args, (passphrase) =>
    openKeyFile(textOf(args.required('cert-key')), passphrase),
  );
  const parsed = ClientCertificate.safeParse({ certificate: textOf(args.required('cert')), privateKey });
  if (parsed.success) return parsed.data;
  throw usage('--cert holds no certificate in PEM');
}

function textOf(file: string): string {
  try {
    return readFileSync(path.resolve(file), 'utf8');
  } catch (error) {
    throw diskError(error);
  }
}

function actionOf(args: Arguments): Action {
  const [word = 'begin', ...rest] = args.positional;
  const action = ACTIONS.find((one) => one === word);
  if (action === undefined || rest.length > 0) throw usage(`sign-in has one action: ${ACTIONS.join(', ')}`);
  return action;
}
