import { SourceSettings } from '../../../../shared/model/source-settings.ts';
import type { ProfileSource } from '../../../../shared/model/site-services.ts';

/** What the list needs of a profile. */
export interface ProfileWithSources {
  readonly siteCode: string;
  readonly siteName: string;
  readonly sources: readonly ProfileSource[];
}

export interface ManagedSource {
  readonly managedBy: string;
  readonly settings: SourceSettings;
}

/**
 * The sources that profiles name, as settings. One without TLS counts as inside the tunnel of its site: the site's administrator signed
 * for that. One that fits no settings is left out.
 */
export function managedSources(profiles: readonly ProfileWithSources[]): readonly ManagedSource[] {
  return profiles.flatMap((profile) =>
    profile.sources.flatMap((one) => {
      const parsed = SourceSettings.safeParse(settingsOf(one, profile.siteName));
      return parsed.success ? [{ managedBy: profile.siteCode, settings: parsed.data }] : [];
    }),
  );
}

function settingsOf(one: ProfileSource, site: string): unknown {
  const common = { name: one.name, site };
  if (one.kind === 'dicomweb') {
    return { ...common, kind: one.kind, url: one.url, insideTunnel: one.url.startsWith('http:') };
  }
  const { host, port, called, calling, tls } = one;
  return {
    ...{ ...common, kind: one.kind, host, port, calledAe: called, callingAe: calling },
    ...{ tls: tls ? {} : null, insideTunnel: !tls },
  };
}
