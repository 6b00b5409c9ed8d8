import type { AppError } from '../../../../shared/errors/app-error.ts';
import type { CertificateFacts } from '../../../../shared/model/certificate.ts';
import type { SourceSettings } from '../../../../shared/model/source-settings.ts';

/** What a failed step says, and what can be done. */
export interface StepWords {
  readonly words: string;
  readonly next: string;
}

/** What is known of the tunnel to a site. */
export type Tunnelled = Pick<SourceSettings, 'insideTunnel' | 'tunnelHost'>;

export const NOT_STORED = 'Nothing is stored at a site unasked.';

/** TLS that holds, and until when. */
export function vouched(protocol: string, certificate: CertificateFacts | null): string {
  if (certificate === null) return `${protocol}.`;
  const { issuer, validUntil, standing } = certificate;
  const soon = standing === 'ends-soon' ? ' That is soon: remind the site.' : '';
  return `${protocol}. ${shortName(issuer)} vouches for the server until ${validUntil.slice(0, 10)}.${soon}`;
}

/** Organisation or name, of "C=CH, O=St. Anna, CN=pacs". */
function shortName(distinguished: string): string {
  const parts = distinguished.split(', ');
  const named = ['O=', 'CN='].flatMap((key) => parts.find((part) => part.startsWith(key))?.slice(key.length) ?? []);
  return named[0] ?? distinguished;
}

/** A failure to reach the site, told apart: the tunnel, or the site behind it. */
export function withTunnel(error: AppError, { insideTunnel, tunnelHost }: Tunnelled, plain: StepWords): StepWords {
  if (error.code === 'source/tunnel-down') {
    const name = tunnelHost?.name === undefined ? '' : ` “${tunnelHost.name}”`;
    return {
      words: `The VPN${name} to this site is down: ${tunnelHost?.host ?? 'what answers only through it'} does not answer.`,
      next: 'Connect the VPN, and test again. The site itself may be well.',
    };
  }
  if (error.context['tunnelUp'] === true) {
    return { ...plain, next: `The VPN is up: it is the site, or its firewall. ${plain.next}` };
  }
  if (insideTunnel && tunnelHost === null && isOfTheLine(error)) {
    return {
      ...plain,
      next: `${plain.next} It may be the VPN: name a computer behind it in the settings of this source, and they are told apart.`,
    };
  }
  return plain;
}

function isOfTheLine({ code }: AppError): boolean {
  return code === 'source/unreachable' || code === 'source/timed-out';
}
