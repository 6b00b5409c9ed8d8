import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { Jurisdiction } from '../../../../shared/model/credentials.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type {
  ProfileOverview,
  ProfilePreview,
  ProfileState,
  ReadingPlace,
} from '../../../../shared/model/profile-view.ts';
import type { StatedProvider } from '../../../../shared/model/identity-provider.ts';
import type { Fingerprint } from '../../../../shared/model/site-profile.ts';
import { canonicalJson } from '../../../../shared/report/canonical.ts';
import { credentialWarnings } from '../../../../shared/rules/sign-permission/expiry.ts';
import { profileChanges } from '../../../../shared/rules/site-profile/changes.ts';
import { roleEffects } from '../../../../shared/rules/site-profile/roles.ts';
import type { RoleEffects } from '../../../../shared/rules/site-profile/roles.ts';
import { profileSections } from '../../../../shared/rules/site-profile/sections.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { refusalOf, standingOf, trustOf } from './judge-profile.ts';
import type { JudgeFacts, ProfileRefusal } from './judge-profile.ts';
import { managedSettings } from './managed.ts';
import { readerIn } from './profile-reader.ts';
import * as rows from './profile-rows.ts';
import type { AppliedProfile, ReadProfiles } from './profile-rows.ts';
import { readSignedProfile } from './signed-profile.ts';
import type { SignedProfile } from './signed-profile.ts';
import type { People } from '../people.ts';
import type { SignedIn } from '../sign-in/sign-in.ts';
import type { SignIns } from '../sign-in/sign-ins.ts';

export interface SiteProfilesOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  /** Who acts. */
  readonly personId: PersonId;
  readonly personName: string;
  /** Where the people of the store sign in. */
  readonly signIns: Pick<SignIns, 'provider' | 'adopt'>;
  readonly people: Pick<People, 'list'>;
}

/** What an administrator says when a profile is applied. */
export interface ApplyRequest {
  /** Of the preview that was looked at. */
  readonly hash: string;
  /** Fingerprint of a key that is not trusted yet, as the administrator of the site told it; null: none. */
  readonly trust: Fingerprint | null;
}

interface Confirmed {
  readonly trust: 'known' | 'new' | 'other';
  readonly signedIn: SignedIn | null;
}

/** The profiles of the sites of one store: looked at, applied, given on. One a person and open store. */
export class SiteProfiles {
  readonly #options: SiteProfilesOptions;
  readonly #read: ReadProfiles = new Map();
  /** The last one that was previewed. */
  #looked: SignedProfile | null = null;

  constructor(options: SiteProfilesOptions) {
    this.#options = options;
  }

  overview(): ProfileOverview {
    const profiles = this.inForce();
    return {
      profiles: profiles.map((one) => this.#state(one)),
      place: this.place(),
      warnings: this.#warnings(profiles),
      managed: managedSettings(profiles),
    };
  }

  /** The newest profile of each site, whatever its standing. */
  inForce(): readonly AppliedProfile[] {
    return rows.profilesInForce(this.#options.index, this.#read);
  }

  /** Where the person says to read; null: never said. */
  place(): ReadingPlace | null {
    return rows.readingPlace(this.#options.index, this.#options.personId);
  }

  statePlace(jurisdiction: Jurisdiction): ReadingPlace {
    const { commands, clock, personId } = this.#options;
    const place = { jurisdiction, statedAt: clock.nowIso() };
    const command = { name: 'profile.statePlace', personId, subject: personId, detail: { jurisdiction } };
    commands.run(command, (db) => rows.setReadingPlace(db, personId, place));
    return place;
  }

  /**
   * What a file would change; nothing is changed, and `apply` may follow. A file that lies about itself is put into the audit trail.
   * @throws AppError profile/bad-file, profile/newer-version, profile/bad-signature
   */
  preview(text: string): ProfilePreview {
    const signed = this.#prove(text);
    this.#looked = signed;
    const facts = this.#facts(signed);
    const { profile, signedBy, fingerprint, hash } = signed;
    const before = facts.present?.profile ?? null;
    return {
      ...{ siteCode: profile.site.code, siteName: profile.site.name, serial: profile.serial },
      formerSerial: before?.serial ?? null,
      ...{ validFrom: profile.validFrom, validUntil: profile.validUntil, signedBy, fingerprint, hash },
      trust: trustOf(signed, facts),
      already: facts.present?.hash === hash,
      // What it does to people here comes first: nobody should have to look for it.
      changes: [...this.#effects(signed).words.map(effectOnReaders), ...profileChanges(before, profile)],
      signsInAt: this.#newProvider(signed)?.issuer ?? null,
      refusal: this.#refusal(signed, facts),
    };
  }

  /**
   * Applies what was previewed last, as one audited command: the profile, the roles it was said to give, and its identity provider.
   * A refusal is audited too. The profile in force again is no change.
   * @param signedIn at the provider that `providerToProve` names
   * @throws AppError profile/changed when that was another, profile/… as in the preview, profile/unknown-key,
   * profile/other-key, sign-in/needed
   */
  apply({ hash, trust }: ApplyRequest, signedIn: SignedIn | null = null): ProfileState {
    const signed = this.#lookedAt(hash);
    const facts = this.#facts(signed);
    if (facts.present !== null && facts.present.hash === hash) return this.#state(facts.present);
    const standing = this.#judge(signed, facts, trust);
    this.#insert(signed, facts, { trust: standing, signedIn });
    return this.#state(this.#require(signed.profile.site.code));
  }

  /**
   * Where whoever applies it has to sign in first; null where the store has this provider, or the profile names none. Refuses what
   * `apply` would refuse: nobody is sent anywhere for that.
   */
  providerToProve({ hash, trust }: ApplyRequest): StatedProvider | null {
    const signed = this.#lookedAt(hash);
    const facts = this.#facts(signed);
    if (facts.present?.hash === hash) return null;
    this.#judge(signed, facts, trust);
    return this.#newProvider(signed);
  }

  #lookedAt(hash: string): SignedProfile {
    const signed = this.#looked;
    if (signed?.hash !== hash) throw new AppError('profile/changed', 'this is not the profile that was looked at');
    return signed;
  }

  #judge(signed: SignedProfile, facts: JudgeFacts, trust: Fingerprint | null): 'known' | 'new' | 'other' {
    const refusal = this.#refusal(signed, facts);
    if (refusal !== null) throw this.#refused(signed, new AppError(refusal.code, refusal.message));
    const standing = trustOf(signed, facts);
    if (standing !== 'trusted' && trust !== signed.fingerprint) {
      const code = standing === 'new' ? 'profile/unknown-key' : 'profile/other-key';
      const message = `the key ${signed.fingerprint} is not trusted for site ${signed.profile.site.code}`;
      throw this.#refused(signed, new AppError(code, message, { context: { fingerprint: signed.fingerprint } }));
    }
    return standing === 'trusted' ? 'known' : standing;
  }

  /** The signed file of the profile in force, and what puts its leaving on record. @throws AppError profile/unknown */
  exported(siteCode: string): { readonly text: string; readonly record: () => void } {
    const { commands, personId } = this.#options;
    const { text, profile, hash } = this.#require(siteCode);
    const detail = { serial: profile.serial, hash };
    const command = { name: 'profile.export', personId, subject: siteCode, detail };
    return { text, record: () => commands.run(command, () => undefined) };
  }

  #insert(signed: SignedProfile, facts: JudgeFacts, { trust, signedIn }: Confirmed): void {
    const { commands, clock, personId, signIns } = this.#options;
    const { profile, hash, fingerprint } = signed;
    const at = clock.nowIso();
    const { gains } = this.#effects(signed);
    const provider = this.#newProvider(signed);
    if (provider !== null && signedIn === null) {
      throw new AppError('sign-in/needed', 'whoever applies the profile signs in at its provider first');
    }
    const detail = {
      ...{ serial: profile.serial, former: facts.present?.profile.serial ?? null, hash, fingerprint, trust },
      changes: profileChanges(facts.present?.profile ?? null, profile).length,
      // Ids of ours and roles: who became what by it.
      roles: gains.map((gain) => `${gain.personId}:${gain.gains.join('+')}`).join(' '),
      provider: provider !== null,
    };
    commands.run({ name: 'profile.apply', personId, subject: profile.site.code, detail }, (db) => {
      rows.insertProfile(db, signed, personId, at);
      // Trusted once; a key that the profile before named takes the place of its own.
      if (!facts.trusted.includes(fingerprint)) rows.trustKey(db, signed, personId, at);
      for (const gain of gains) rows.setRoles(db, gain);
      if (provider !== null && signedIn !== null) signIns.adopt(db, { provider, signedIn });
    });
  }

  /** What it would do to the roles of the people of this station, who are told apart as in the rules. */
  #effects({ profile }: SignedProfile): RoleEffects {
    const { people, index } = this.#options;
    const present = people.list().filter(({ state }) => state === 'active');
    return roleEffects(present, (person) => readerIn(index, profile, person));
  }

  /** The provider of the profile where that is not the one of the store. */
  #newProvider({ profile: { provider } }: SignedProfile): StatedProvider | null {
    if (provider === undefined) return null;
    const present = this.#options.signIns.provider();
    return present !== null && canonicalJson(present) === canonicalJson(provider) ? null : provider;
  }

  #refusal(signed: SignedProfile, facts: JudgeFacts): ProfileRefusal | null {
    const refusal = refusalOf(signed, facts);
    if (refusal !== null || this.#newProvider(signed) === null) return refusal;
    const held = managedSettings(facts.others).find(({ setting }) => setting === 'provider');
    if (held === undefined) return null;
    return { code: 'profile/provider-taken', message: `${held.siteName} has set another identity provider` };
  }

  #prove(text: string): SignedProfile {
    try {
      return readSignedProfile(text);
    } catch (error) {
      const known = asAppError(error);
      if (known.code === 'profile/bad-signature') this.#record('unknown', { code: known.code });
      throw error;
    }
  }

  #refused({ profile, hash, fingerprint }: SignedProfile, error: AppError): AppError {
    this.#record(profile.site.code, { code: error.code, serial: profile.serial, hash, fingerprint });
    return error;
  }

  #record(subject: string, detail: Readonly<Record<string, string | number>>): void {
    const { commands, personId } = this.#options;
    commands.run({ name: 'profile.refused', personId, subject, detail }, () => undefined);
  }

  #facts({ profile }: SignedProfile): JudgeFacts {
    const { index, clock } = this.#options;
    const all = this.inForce();
    return {
      present: all.find((one) => one.profile.site.code === profile.site.code) ?? null,
      others: all.filter((one) => one.profile.site.code !== profile.site.code),
      trusted: rows.trustedKeys(index, profile.site.code),
      at: clock.nowIso(),
    };
  }

  #require(siteCode: string): AppliedProfile {
    const found = this.inForce().find(({ profile }) => profile.site.code === siteCode);
    if (found === undefined) throw new AppError('profile/unknown', 'there is no profile of this site');
    return found;
  }

  #state({ profile, signedBy, fingerprint, appliedAt }: AppliedProfile): ProfileState {
    return {
      ...{ siteCode: profile.site.code, siteName: profile.site.name, serial: profile.serial },
      ...{ validFrom: profile.validFrom, validUntil: profile.validUntil, signedBy, fingerprint, appliedAt },
      standing: standingOf(profile, this.#options.clock.nowIso()),
      studiesOf: profile.site.studiesOf,
      sections: profileSections(profile),
    };
  }

  #warnings(profiles: readonly AppliedProfile[]): string[] {
    const { index, clock, personId, personName } = this.#options;
    const words = profiles.flatMap(({ profile }) => {
      const reader = readerIn(index, profile, { personId, name: personName });
      return reader === null ? [] : credentialWarnings(reader.credentials, clock.nowIso(), profile.site.zone);
    });
    return [...new Set(words.map((reason) => reason.words))];
  }
}

function effectOnReaders(words: string): ProfilePreview['changes'][number] {
  return { section: 'readers', words };
}
