import { ADMINISTRATION } from '../../../shared/contract/roles.ts';
import type { SignInState } from '../../../shared/contract/sign-in.ts';
import { IdentityProvider } from '../../../shared/model/identity-provider.ts';
import { usage } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import type { Verb, VerbContext } from '../verb.ts';

const ACTIONS = ['begin', 'state', 'provider', 'remove'] as const;
type Action = (typeof ACTIONS)[number];
const THREE_DAYS = '72';

export const signInVerb: Verb = {
  name: 'sign-in',
  usage: 'sign-in [state|provider --issuer U --client C|remove]',
  help: `Signs in at the identity provider of the site. The page is opened by you, in a browser on this computer.
  (nothing)                            { needed, endsAt, provider }: signs in
  state                                the same, as it stands
  provider --issuer U --client C [--acr V,V…] [--least password|multi-factor|phishing-resistant] [--hours N]
                                       names the provider, for administrators, who sign in there first; everybody signs in
                                       anew. Less than phishing-resistant has to be said. --hours: how long a station may
                                       go on without a line (72)
  remove                               the passphrase is enough from now on; for administrators, with the passphrase or the
                                       recovery key`,
  options: { issuer: 'value', client: 'value', acr: 'value', least: 'value', hours: 'value' },
  takesWords: true,
  roles: (args) => (actionOf(args) === 'provider' ? ADMINISTRATION : 'nobody-yet'),
  check(args) {
    if (actionOf(args) === 'provider') providerOf(args);
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
    ...(args.value('least') === null ? {} : { leastAssurance: args.value('least') }),
  });
  if (!parsed.success) throw usage(`this is no identity provider: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  return parsed.data;
}

function actionOf(args: Arguments): Action {
  const [word = 'begin', ...rest] = args.positional;
  const action = ACTIONS.find((one) => one === word);
  if (action === undefined || rest.length > 0) throw usage(`sign-in has one action: ${ACTIONS.join(', ')}`);
  return action;
}
