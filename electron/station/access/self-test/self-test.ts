import type { SelfCheck, SelfTest } from '../../../../shared/model/self-test.ts';
import { asAppError } from '../../../../shared/errors/app-error.ts';
import { lastBackup } from '../../kernel/backup/backup-job.ts';
import type { Clock } from '../../kernel/ports.ts';
import { loadSlots } from '../../kernel/slots.ts';
import type { Access } from '../access.ts';
import { Destinations } from '../audit/destination.ts';
import { isRevoked } from '../profile/judge-profile.ts';
import { profilesInForce } from '../profile/profile-rows.ts';
import type { AppliedProfile } from '../profile/profile-rows.ts';
import { failedLine } from './found.ts';
import type { Found } from './found.ts';
import { checkBackup, checkDisk, checkKeyStore, checkRecovery } from './local-checks.ts';
import { checkLine } from './line-check.ts';
import type { LineToCheck } from './line-check.ts';
import { checkClock, checkProvider } from './provider-check.ts';
import { reach } from './reach.ts';
import { checkSource, peerOf } from './source-check.ts';

export interface SelfTestParts {
  readonly access: Pick<Access, 'requireStore' | 'state' | 'keyStore'>;
  readonly clock: Clock;
  /** Sources and destinations that are set up; left out: none is known. */
  readonly lines?: readonly LineToCheck[];
}

interface Planned {
  readonly id: string;
  readonly name: string;
  readonly work: () => Promise<Found> | Found;
}

/**
 * Looks at every part of this station that somebody set up, all at once; each says what it found, what to do next and how long it
 * took. Asks nobody who was not named by an administrator or by a site, and sends nothing of anybody.
 */
export async function selfTest({ access, clock, lines = [] }: SelfTestParts): Promise<SelfTest> {
  const at = clock.nowIso();
  const planned = plan({ access, clock, lines }, at);
  return { at, checks: await Promise.all(planned.map((one) => carryOut(one, clock))) };
}

async function carryOut({ id, name, work }: Planned, clock: Clock): Promise<SelfCheck> {
  const before = clock.monotonic();
  let found: Found;
  try {
    found = await work();
  } catch (error) {
    const { code } = asAppError(error);
    found = { state: 'failed', result: `It could not be checked (${code}).`, next: 'Try once more.' };
  }
  return { id, name, ...found, ms: Math.round(clock.monotonic() - before) };
}

function plan({ access, clock, lines }: Required<SelfTestParts>, at: string): readonly Planned[] {
  const { index, dir } = access.requireStore();
  const profiles = profilesInForce(index, new Map()).filter(({ profile }) => !isRevoked(profile));
  return [
    { id: 'disk', name: 'Disk', work: () => checkDisk(dir) },
    { id: 'recovery', name: 'Recovery key', work: () => checkRecovery(access.state().recoveryConfirmed) },
    { id: 'backup', name: 'Backup', work: () => checkBackup(lastBackup(index), at) },
    {
      id: 'key-store',
      name: 'Key store of the system',
      work: async () =>
        checkKeyStore(
          loadSlots(dir).map(({ kind }) => kind),
          await access.keyStore.state(),
        ),
    },
    ...providerChecks(access, clock),
    auditCheck(access, clock),
    ...profileChecks(profiles, lines),
    ...lines.map((line) => ({
      ...{
        id: `${line.kind} ${line.name}`,
        name: line.kind === 'source' ? `Source ${line.name}` : `Results to ${line.name}`,
      },
      work: () => checkLine(line),
    })),
  ];
}

function providerChecks(access: SelfTestParts['access'], clock: Clock): readonly Planned[] {
  const { signIns } = access.requireStore();
  const provider = signIns.provider();
  const certificate = signIns.certificate();
  const last = signIns.held()?.assurance ?? null;
  const now = (): number => Date.parse(clock.nowIso());
  const none: Found = { state: 'not-set', result: 'None: the passphrase is enough at this store.', next: null };
  const noClock: Found = { state: 'not-set', result: 'No identity provider to compare clocks with.', next: null };
  return [
    {
      ...{ id: 'provider', name: 'Identity provider' },
      work: () => (provider === null ? none : checkProvider({ provider, certificate, last })),
    },
    {
      ...{ id: 'clock', name: 'Clock' },
      work: () => (provider === null ? noClock : checkClock({ provider, certificate }, now)),
    },
  ];
}

function auditCheck(access: SelfTestParts['access'], clock: Clock): Planned {
  const { index, commands, personId } = access.requireStore();
  const work = async (): Promise<Found> => {
    const destination = new Destinations({ index, commands, personId, clock }).current();
    if (destination === null) {
      return { state: 'not-set', result: 'The audit trail stays in this store; no receiver is set.', next: null };
    }
    const { host, port, ca, certificate, privateKey } = destination.peer;
    const own = certificate === null || privateKey === null ? null : { certificate, privateKey };
    const found = await reach({ host, port, by: 'tls', authorities: ca, own });
    if (found !== null) return failedLine(`${host}:${port}`, found);
    return { state: 'ok', result: `${host}:${port} is reached by TLS, with a certificate to be trusted.`, next: null };
  };
  return { id: 'audit', name: 'Receiver of the audit trail', work };
}

/** Sources of a profile that stand among the lines are asked there. */
function profileChecks(profiles: readonly AppliedProfile[], lines: readonly LineToCheck[]): readonly Planned[] {
  if (profiles.length === 0) {
    const none: Found = { state: 'not-set', result: 'No profile of a site is applied.', next: null };
    return [{ id: 'profile', name: 'Sites', work: () => none }];
  }
  return profiles.flatMap(({ profile }) => [
    ...[profile.orders?.address ?? null].flatMap((address) =>
      address === null ? [] : [ordersCheck(profile.site.code, address)],
    ),
    ...profile.sources
      .filter((source) => !lines.some(({ name }) => name === source.name))
      .map((source) => ({
        ...{ id: `source ${source.name}`, name: `Source ${source.name} of ${profile.site.name}` },
        work: () => checkSource(source),
      })),
  ]);
}

function ordersCheck(siteCode: string, address: string): Planned {
  const work = async (): Promise<Found> => {
    const peer = peerOf({ kind: 'dicomweb', name: siteCode, url: address });
    const found = await reach({ ...peer, authorities: null, own: null });
    if (found !== null) return failedLine(`${peer.host}:${peer.port}`, found);
    return { state: 'ok', result: `${peer.host}:${peer.port} is reached; orders are asked for there.`, next: null };
  };
  return { id: `orders ${siteCode}`, name: `Orders of ${siteCode}`, work };
}
