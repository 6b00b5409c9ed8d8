const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a reader is told while their time without the provider runs out. @param warning the stage, milliseconds left */
export function leaseWords(warning: number, clockSetBack: boolean): string {
  const left = warning >= HOUR ? amount(warning / HOUR, 'hour') : amount(warning / MINUTE, 'minute');
  const clock = clockSetBack ? ' The clock of this computer was set back; the time goes on all the same.' : '';
  return `Less than ${left} left before this station has to hear from your identity provider.${clock}`;
}

/** "login.hospital.example" of the address of a provider. */
export function providerName(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

function amount(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
