import { IdentityResolver } from './identity.ts';
import type { ImportOptions } from './import-options.ts';
import { Ingest } from './ingest.ts';
import { siteIdOf } from './site-id.ts';

export interface SiteIngest {
  readonly ingest: Ingest;
  readonly siteId: string;
}

/** One door into the archive a site, shared by everything that arrives from it: the same object by two ways is met by itself. */
export class SiteIngests {
  readonly #options: Omit<ImportOptions, 'onStudies' | 'requireRoom' | 'log'>;
  readonly #made = new Map<string, Promise<SiteIngest>>();

  constructor(options: Omit<ImportOptions, 'onStudies' | 'requireRoom' | 'log'>) {
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
    const identity = new IdentityResolver({ db, ring, siteId, issuer: site });
    const compare = (a: Uint8Array, b: Uint8Array): Promise<readonly string[]> => parsers.compare(a, b);
    return { siteId, ingest: new Ingest({ ...this.#options, siteId, identity, compare }) };
  }
}
