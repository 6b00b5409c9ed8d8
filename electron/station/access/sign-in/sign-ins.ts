import { z } from 'zod';
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ErrorCode } from '../../../../shared/errors/codes.ts';
import type { SignInLease } from '../../../../shared/contract/access.ts';
import { ClientCertificate, IdentityProvider } from '../../../../shared/model/identity-provider.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { ASSURANCE_LEVELS, isAtLeast } from '../../../../shared/rules/sign-in/assurance.ts';
import { grantLease, leaseState } from '../../../../shared/rules/sign-in/lease.ts';
import type { LeaseState } from '../../../../shared/rules/sign-in/lease.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { SignedIn } from './sign-in.ts';

const PROVIDER = 'identity-provider';
const CERTIFICATE = 'provider-certificate';
const PREFIX = 'sign-in/';

/** What is kept of a person's last sign-in; times are milliseconds since 1970 UTC. */
const Held = z.strictObject({
  issuer: z.string(),
  subject: z.string(),
  assurance: z.enum(ASSURANCE_LEVELS),
  authenticatedAt: z.number().nullable(),
  refreshToken: z.string().nullable(),
  grantedAt: z.number(),
  endsAt: z.number(),
});
type Held = z.infer<typeof Held>;

export interface SignInsOptions {
  readonly index: Db;
  readonly commands: Commands;
  readonly clock: Clock;
  /** Who has the store open. */
  readonly personId: PersonId;
}

/** Provider and sign-ins as a store keeps them. Every change is one audited command; the network is the business of others. */
export class SignIns {
  readonly #options: SignInsOptions;
  /** The latest time that the audit trail has seen: whoever sets the clock back has been later than that. */
  readonly #seen: number;
  readonly #openedAt: number;

  constructor(options: SignInsOptions) {
    this.#options = options;
    const at = options.index.prepare<[], string>('SELECT max(at) FROM audit').pluck().get() ?? '';
    this.#seen = Date.parse(at) || 0;
    this.#openedAt = options.clock.monotonic();
  }

  provider(): IdentityProvider | null {
    const text = this.#meta(PROVIDER);
    return text === null ? null : IdentityProvider.parse(JSON.parse(text));
  }

  /** What is shown to a provider that asks for a certificate; null: nothing. */
  certificate(): ClientCertificate | null {
    const text = this.#meta(CERTIFICATE);
    return text === null ? null : ClientCertificate.parse(JSON.parse(text));
  }

  setCertificate(certificate: ClientCertificate | null): void {
    // Which one, for whoever looks at the trail; never the key.
    const detail = { certificate: certificate === null ? null : sha256Hex(certificate.certificate) };
    this.#run('signIn.setCertificate', 'store', detail, (db) => {
      if (certificate === null) db.prepare('DELETE FROM meta WHERE key = ?').run(CERTIFICATE);
      else put(db, CERTIFICATE, JSON.stringify(certificate));
    });
  }

  /** Of this person; null where they never signed in. */
  held(): Held | null {
    const text = this.#meta(PREFIX + this.#options.personId);
    return text === null ? null : Held.parse(JSON.parse(text));
  }

  /** Null where this person never signed in. */
  lease(): LeaseState | null {
    const held = this.held();
    if (held === null) return null;
    const { grantedAt, endsAt } = held;
    return leaseState({ grantedAt, endsAt, latest: Math.max(this.#time(), grantedAt) }, this.#now());
  }

  /** True when this person has to sign in before anything else. */
  needed(): boolean {
    const provider = this.provider();
    if (provider === null) return false;
    const held = this.held();
    if (held === null || held.issuer !== provider.issuer) return true;
    if (!isAtLeast(held.assurance, provider.leastAssurance)) return true;
    return this.lease()?.kind !== 'running';
  }

  /** How things stand, for the windows; null: the passphrase is enough here. */
  summary(): SignInLease | null {
    const provider = this.provider();
    if (provider === null) return null;
    const held = this.held();
    const lease = this.lease();
    const running = lease?.kind === 'running' ? lease : null;
    return {
      issuer: provider.issuer,
      needed: this.needed(),
      endsAt: held === null ? null : new Date(held.endsAt).toISOString(),
      leftMs: Math.round(running?.leftMs ?? 0),
      warning: running?.warning ?? null,
      clockSetBack: lease?.clockSetBack ?? false,
    };
  }

  /** @throws AppError sign-in/another-person: one account for one person, and the same one each time */
  grant(signedIn: SignedIn): void {
    const provider = this.provider();
    if (provider === null) throw new AppError('sign-in/no-provider', 'this store has no identity provider');
    this.#requireOwn(signedIn);
    const { personId } = this.#options;
    const lease = grantLease(this.#time(), provider.leaseHours);
    const detail = { assurance: signedIn.assurance, hours: provider.leaseHours };
    this.#run('signIn.grant', personId, detail, (db) => this.#keep(db, signedIn, lease));
  }

  /** The provider said no: the lease ends now, and cannot be renewed. */
  end(code: ErrorCode): void {
    const held = this.held();
    if (held === null) return;
    const ended: Held = { ...held, refreshToken: null, endsAt: Math.min(held.endsAt, held.grantedAt) };
    this.#run('signIn.end', this.#options.personId, { code }, (db) => {
      put(db, PREFIX + this.#options.personId, JSON.stringify(ended));
    });
  }

  /** Writes down that somebody tried. */
  refused(code: ErrorCode): void {
    this.#run('signIn.refused', this.#options.personId, { code }, () => undefined);
  }

  /** Everybody signs in anew; the administrator just did. Null: the passphrase is enough from now on. */
  setProvider(next: { readonly provider: IdentityProvider; readonly signedIn: SignedIn } | null): void {
    const detail = {
      least: next?.provider.leastAssurance ?? null,
      hours: next?.provider.leaseHours ?? null,
    };
    this.#run('signIn.setProvider', 'store', detail, (db) =>
      next === null ? clearProvider(db) : this.adopt(db, next),
    );
  }

  /** As `setProvider`, inside a command of others: that of a site profile. */
  adopt(db: Db, { provider, signedIn }: { readonly provider: IdentityProvider; readonly signedIn: SignedIn }): void {
    clearProvider(db);
    put(db, PROVIDER, JSON.stringify(provider));
    this.#keep(db, signedIn, grantLease(this.#time(), provider.leaseHours));
  }

  #requireOwn({ issuer, subject }: SignedIn): void {
    const { index, personId } = this.#options;
    const rows = index.prepare<[], { key: string; value: string }>("SELECT * FROM meta WHERE key LIKE 'sign-in/%'");
    for (const { key, value } of rows.all()) {
      const other = Held.parse(JSON.parse(value));
      const isMine = key === PREFIX + personId;
      const isSame = other.issuer === issuer && other.subject === subject;
      if (isMine ? other.issuer === issuer && !isSame : isSame) {
        throw new AppError('sign-in/another-person', 'this account belongs to another person of the store');
      }
    }
  }

  #keep(
    db: Db,
    signedIn: SignedIn,
    { grantedAt, endsAt }: { readonly grantedAt: number; readonly endsAt: number },
  ): void {
    const held: Held = { ...signedIn, grantedAt, endsAt };
    put(db, PREFIX + this.#options.personId, JSON.stringify(held));
  }

  /** Never earlier than what the trail has seen, and going on from there under a clock that stands still or was set back. */
  #time(): number {
    return Math.max(this.#now(), this.#seen + this.#options.clock.monotonic() - this.#openedAt);
  }

  #now(): number {
    return Date.parse(this.#options.clock.nowIso());
  }

  #meta(key: string): string | null {
    const found = this.#options.index
      .prepare<[string], string>('SELECT value FROM meta WHERE key = ?')
      .pluck()
      .get(key);
    return found ?? null;
  }

  #run(
    name: string,
    subject: string,
    detail: Readonly<Record<string, string | number | null>>,
    work: (db: Db) => void,
  ): void {
    const { commands, personId } = this.#options;
    commands.run({ name, personId, subject, detail }, work);
  }
}

function clearProvider(db: Db): void {
  db.prepare("DELETE FROM meta WHERE key = ? OR key LIKE 'sign-in/%'").run(PROVIDER);
}

function put(db: Db, key: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(key, value);
}
