/**
 * How surely an identity provider knew the person, weakest first. phishing-resistant: a key that answers the real provider only
 * (passkey, security key, smart card; NIST SP 800-63B 5.2.5).
 */
export const ASSURANCE_LEVELS = ['unknown', 'password', 'multi-factor', 'phishing-resistant'] as const;
export type AssuranceLevel = (typeof ASSURANCE_LEVELS)[number];

/** What an ID token says about the authentication (OpenID Connect Core 2: `acr`, `amr`). */
export interface AuthenticationClaims {
  readonly acr: string | null;
  readonly amr: readonly string[];
}

/** What the words of one provider mean, where they are not the registered ones. */
export interface AssuranceWords {
  readonly acr: Readonly<Record<string, AssuranceLevel>>;
  readonly amr: Readonly<Record<string, AssuranceLevel>>;
}

export const NO_OWN_WORDS: AssuranceWords = { acr: {}, amr: {} };

/** OpenID EAP ACR Values 1.0, REFEDS MFA, and the levels of NIST as US providers write them. */
const ACR: AssuranceWords['acr'] = {
  phr: 'phishing-resistant',
  phrh: 'phishing-resistant',
  'http://idmanagement.gov/ns/assurance/aal/3': 'phishing-resistant',
  'http://idmanagement.gov/ns/assurance/aal/2': 'multi-factor',
  'http://idmanagement.gov/ns/assurance/aal/1': 'password',
  'https://refeds.org/profile/mfa': 'multi-factor',
  'https://refeds.org/profile/sfa': 'password',
};

/**
 * RFC 8176. A key in hardware, a smart card or a proof of possession answers the real provider only; a one-time code, a message
 * or a call can be typed into a false page.
 */
const AMR: AssuranceWords['amr'] = {
  hwk: 'phishing-resistant',
  sc: 'phishing-resistant',
  pop: 'phishing-resistant',
  fido: 'phishing-resistant',
  mfa: 'multi-factor',
  mca: 'multi-factor',
  pwd: 'password',
  pin: 'password',
  kba: 'password',
  otp: 'password',
  sms: 'password',
  tel: 'password',
};

/** Methods of two different kinds make two factors even where the provider does not say `mfa`. */
const KNOWN = new Set(['pwd', 'pin', 'kba']);
const HELD = new Set(['otp', 'sms', 'tel', 'swk']);

/** The strongest thing that the token states; what it does not state is not assumed. */
export function assuranceOf(claims: AuthenticationClaims, own: AssuranceWords = NO_OWN_WORDS): AssuranceLevel {
  const stated = claims.amr.map((method) => meaning(method, own.amr, AMR));
  if (claims.acr !== null) stated.push(meaning(claims.acr, own.acr, ACR));
  if (claims.amr.some((method) => KNOWN.has(method)) && claims.amr.some((method) => HELD.has(method))) {
    stated.push('multi-factor');
  }
  return stated.reduce(stronger, 'unknown');
}

export function isAtLeast(level: AssuranceLevel, wanted: AssuranceLevel): boolean {
  return ASSURANCE_LEVELS.indexOf(level) >= ASSURANCE_LEVELS.indexOf(wanted);
}

function stronger(one: AssuranceLevel, other: AssuranceLevel): AssuranceLevel {
  return isAtLeast(one, other) ? one : other;
}

/** Words of the token are looked up as own properties only: "constructor" is no level. */
function meaning(
  word: string,
  own: Readonly<Record<string, AssuranceLevel>>,
  registered: Readonly<Record<string, AssuranceLevel>>,
): AssuranceLevel {
  if (Object.hasOwn(own, word)) return own[word] ?? 'unknown';
  return Object.hasOwn(registered, word) ? (registered[word] ?? 'unknown') : 'unknown';
}
