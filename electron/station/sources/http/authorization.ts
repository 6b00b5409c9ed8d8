import { AppError } from '../../../../shared/errors/app-error.ts';
import type { DicomWebSettings, SourceSecrets } from '../../../../shared/model/source-settings.ts';

/** Who has the token of a site's identity provider. */
export interface TokenSupplier {
  /** The one that holds now. */
  token(): Promise<string>;
  /** Gets a new one; the next `token()` gives it. */
  refresh(): Promise<void>;
}

/** What a request says about who we are. */
export interface Authorization {
  /** The header's value; null: none is sent. */
  header(): Promise<string | null>;
  /**
   * A request with this header was answered with 401.
   * @returns true where it is worth asking once more with another header
   */
  renew(refused: string | null): Promise<boolean>;
}

/** @throws AppError source/credentials where the secret that the settings need is not there */
export function authorization(
  auth: DicomWebSettings['auth'],
  secrets: SourceSecrets,
  tokens: TokenSupplier | null,
): Authorization {
  switch (auth.kind) {
    case 'none':
      return fixed(null);
    case 'basic':
      return fixed(`Basic ${Buffer.from(`${auth.user}:${needed(secrets.password)}`, 'utf8').toString('base64')}`);
    case 'bearer':
      return fixed(bearer(needed(secrets.token)));
    case 'oidc':
      if (tokens === null) throw missing();
      return renewed(tokens);
  }
}

function fixed(header: string | null): Authorization {
  return { header: () => Promise.resolve(header), renew: () => Promise.resolve(false) };
}

/** Requests that are refused together share one new token. */
function renewed(tokens: TokenSupplier): Authorization {
  let renewing: Promise<void> | null = null;
  const header = async (): Promise<string> => bearer(await tokens.token());
  return {
    header,
    renew: async (refused) => {
      if ((await header()) !== refused) return true;
      renewing ??= tokens.refresh().finally(() => {
        renewing = null;
      });
      await renewing;
      return (await header()) !== refused;
    },
  };
}

/** A token is one word (RFC 6750, 2.1): anything else would end the header early. */
function bearer(token: string): string {
  const text = token.trim();
  if (!/^[A-Za-z0-9\-._~+/]+=*$/.test(text)) throw new AppError('source/credentials', 'this is no bearer token');
  return `Bearer ${text}`;
}

function needed(secret: string | undefined): string {
  if (secret === undefined || secret === '') throw missing();
  return secret;
}

function missing(): AppError {
  return new AppError('source/credentials', 'the secret of this source is not stored');
}
