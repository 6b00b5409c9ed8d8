import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ClientCertificate, IdentityProvider } from '../../../../shared/model/identity-provider.ts';
import { isAtLeast } from '../../../../shared/rules/sign-in/assurance.ts';
import type { AssuranceLevel } from '../../../../shared/rules/sign-in/assurance.ts';
import { providerFetch } from '../sign-in/provider-fetch.ts';
import { discover } from '../sign-in/sign-in.ts';
import type { Found } from './found.ts';
import { failedLine } from './found.ts';

const PATIENCE_MS = 8000;
/** The Date of an answer counts whole seconds, and was on its way. */
const SLACK_MS = 2000;
const TOLD_MS = 30_000;
/** Tokens are refused when the clocks are further apart. */
const MOST_MS = 5 * 60_000;

export interface ProviderQuestion {
  readonly provider: IdentityProvider;
  readonly certificate: ClientCertificate | null;
  /** How the person at this station was known at their last sign-in; null: they never signed in. */
  readonly last: AssuranceLevel | null;
}

/** Does the provider answer, in a way this program takes, and can it know people surely enough? */
export async function checkProvider({ provider, certificate, last }: ProviderQuestion): Promise<Found> {
  const { host } = new URL(provider.issuer);
  let offered: readonly string[];
  try {
    const metadata = (await discover(provider, certificate)).serverMetadata();
    offered = metadata.acr_values_supported ?? [];
  } catch (error) {
    const isLine = error instanceof AppError && error.code === 'sign-in/provider-unreachable';
    if (isLine) return failedLine(host, 'no answer');
    return {
      ...{ state: 'failed', result: `${host} answers, and not as an identity provider to be trusted.` },
      next: 'Check its address, and who vouches for its server.',
    };
  }
  const wanted = provider.acrValues.filter((value) => offered.includes(value));
  const says = offered.length === 0 ? 'does not say how it knows people' : `offers ${offered.slice(0, 8).join(', ')}`;
  if (last !== null && isAtLeast(last, provider.leastAssurance)) {
    return { state: 'ok', result: `${host} answers and ${says}; your last sign-in there was ${last}.`, next: null };
  }
  if (wanted.length > 0) {
    return {
      ...{ state: 'ok', result: `${host} answers and ${says}; ${wanted.join(', ')} is what the site asks for.` },
      next: 'The next sign-in shows whether it keeps to that.',
    };
  }
  return {
    ...{ state: 'warning', result: `${host} answers and ${says}.` },
    next: `Sign in once: a sign-in that is less than ${provider.leastAssurance} is refused.`,
  };
}

/** How far this computer's clock is from that of the provider, by the Date of an answer over TLS. */
export async function checkClock(
  { provider, certificate }: Pick<ProviderQuestion, 'provider' | 'certificate'>,
  now: () => number,
): Promise<Found> {
  const { host } = new URL(provider.issuer);
  const ask = providerFetch({ authorities: provider.authorities ?? null, certificate }) ?? fetch;
  const before = now();
  let date: number;
  try {
    const response = await ask(`${provider.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      ...{ method: 'GET', headers: { accept: 'application/json' }, redirect: 'manual', body: null },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    date = Date.parse(response.headers.get('date') ?? '');
    await response.body?.cancel();
  } catch {
    // The check of the provider says why.
    return failedLine(host, 'no answer');
  }
  if (Number.isNaN(date)) {
    return { state: 'not-set', result: `${host} does not say what time it has.`, next: null };
  }
  const apart = date - (before + now()) / 2;
  const seconds = Math.round(Math.max(0, Math.abs(apart) - SLACK_MS) / 1000);
  const how = seconds === 0 ? 'agree' : `are ${seconds} s apart`;
  const result = `The clocks of this computer and of ${host} ${how}.`;
  if (seconds * 1000 <= TOLD_MS) return { state: 'ok', result, next: null };
  const next = 'Let the system set the clock of this computer by the network.';
  return { state: seconds * 1000 <= MOST_MS ? 'warning' : 'failed', result, next };
}
