import path from 'node:path';
import { Access } from '../../../electron/station/access/access.ts';
import { newAdminKey, readAdminKey } from '../../../electron/station/access/profile/admin-key.ts';
import { openSites } from '../../../electron/station/access/profile/open-sites.ts';
import { signProfile } from '../../../electron/station/access/profile/signed-profile.ts';
import { RetentionDesk } from '../../../electron/station/access/retention/retention.ts';
import type { SignedIn } from '../../../electron/station/access/sign-in/sign-in.ts';
import type { FaultPoints } from '../../../electron/station/kernel/fault-points.ts';
import type { StatedProvider } from '../../../shared/model/identity-provider.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import { sampleProfile, sampleReader } from '../../helpers/site-profile.ts';
import { stationFile } from '../../helpers/station-file.ts';

/*
 * Everything that writes of a site, one act after the other, for the process that dies and for the test that looks at what it left.
 */
export const PASSPHRASE = 'correct horse';

export const PROVIDER: StatedProvider = {
  ...{ issuer: 'https://login.north.example', clientId: 'station', acrValues: [], leaseHours: 24 },
  ...{ leastAssurance: 'password', words: { acr: {}, amr: {} } },
};
/** The same day on every computer that runs this. */
const clock = { nowIso: () => '2026-11-23T12:00:00.000Z', monotonic: () => 0 };

const signedIn: SignedIn = {
  ...{ issuer: PROVIDER.issuer, subject: 'ada', assurance: 'password' },
  ...{ authenticatedAt: null, refreshToken: 'r' },
};

export function accessTo(dir: string, faults?: FaultPoints): Access {
  const blobWorkerFile = stationFile('blobs');
  return new Access({ dir, blobWorkerFile, scryptLogN: 10, faults, clock, delay: () => Promise.resolve() });
}

/** The profile of the site North: Ada Reader becomes coordinator, and people sign in at its provider. */
function profileText(): { readonly text: string; readonly fingerprint: ReturnType<typeof newAdminKey>['fingerprint'] } {
  const { pem, fingerprint } = newAdminKey();
  const profile = sampleProfile({
    site: { code: 'north', name: 'North', studiesOf: ['North'], zone: null },
    readers: [sampleReader({ roles: ['reader', 'coordinator'] })],
    retention: { afterDeliveryDays: 0, events: [] },
    provider: PROVIDER,
  });
  return { text: signProfile(profile, readAdminKey(pem), 'Bea Admin').text, fingerprint };
}

/** @param out folder for the exported profile @param studyUid of a study of North whose report is signed */
export async function siteSteps(access: Access, out: string, studyUid: string): Promise<void> {
  const store = access.requireStore();
  const { profiles, rules, exportProfile } = openSites(store, clock, false);
  const { signIns, index } = store;
  profiles.statePlace('DE');
  const { text, fingerprint } = profileText();
  const { hash } = profiles.preview(text);
  try {
    profiles.apply({ hash, trust: null });
  } catch {
    // Refused for its key, which nobody confirmed: on record, and tried once more.
  }
  profiles.apply({ hash, trust: fingerprint }, signedIn);
  await exportProfile({ siteCode: 'north', file: path.join(out, 'north.json') }, { replace: false });
  const find = index.prepare<[string], string>('SELECT study_id FROM study WHERE study_uid = ?').pluck();
  try {
    rules.requireMayLeave(StudyId.parse(find.get(studyUid)), 'package');
  } catch {
    // The sample lets no package leave: on record.
  }
  signIns.setCertificate({
    certificate: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n',
    privateKey: 'of nobody',
  });
  signIns.grant(signedIn);
  signIns.refused('sign-in/too-weak');
  signIns.end('sign-in/refused');
  signIns.setProvider(null);
  const retention = new RetentionDesk(access, clock);
  retention.note({
    target: { kind: 'study-uid', studyUid },
    note: { kind: 'delivered', at: '2026-11-22T01:00:00Z' },
  });
  const { plan } = retention.preview();
  await retention.purge({ plan: plan ?? '', proof: PASSPHRASE }, () => Promise.resolve());
}
