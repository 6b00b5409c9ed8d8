import { IdentityMemory, IdentityResolver } from './identity.ts';
import type { ImportOptions } from './import-options.ts';
import { TwinQueue } from './ingest-order.ts';
import { Ingest } from './ingest.ts';
import { siteIdOf } from './site-id.ts';

export interface SiteIngest {
  readonly ingest: Ingest;
  readonly siteId: string;
}

/** What the doors of all sites work with. */
type Shared = Omit<ImportOptions, 'onStudies' | 'requireRoom' | 'log'>;

/**
 * The one way into the archive: a door a site, used by imports, transfers and the receiver alike. What one of them has decided and not
 * yet written the others know, so that a new study is one study however many ways bring it, and an object is stored once.
 */
export class SiteIngests {
  readonly #options: Shared;
  readonly #memory = new IdentityMemory();
  readonly #twins = new TwinQueue();
  readonly #made = new Map<string, Promise<SiteIngest>>();

  constructor(options: Shared) {
    this.#options = options;
  }

  of(site: string): Promise<SiteIngest> {
    const known = this.#made.get(site);
    if (known !== undefined) return known;
    const made = this.#make(site);
    this.#made.set(site, made);
    made.catch(() => this.#made.delete(site));
    return made;
  }

  async #make(site: string): Promise<SiteIngest> {
    const { db, ring, parsers } = this.#options;
    const siteId = await siteIdOf(this.#options, site);
    const identity = new IdentityResolver({ db, ring, siteId, issuer: site, memory: this.#memory });
    const compare = (a: Uint8Array, b: Uint8Array): Promise<readonly string[]> => parsers.compare(a, b);
    return { siteId, ingest: new Ingest({ ...this.#options, siteId, identity, compare, twins: this.#twins }) };
  }
}
