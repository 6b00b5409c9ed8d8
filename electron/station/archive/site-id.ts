import type { PersonId } from '../../../shared/model/ids.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface SiteIdParts {
  readonly db: Db;
  readonly commands: Pick<Commands, 'runInBackground'>;
  readonly personId: PersonId;
  readonly clock: Clock;
}

/** Our id of a site by its name; one that is not known yet is added. */
export async function siteIdOf({ db, commands, personId, clock }: SiteIdParts, name: string): Promise<string> {
  const known = db.prepare<[string], { site_id: string }>('SELECT site_id FROM site WHERE name = ?').get(name);
  if (known) return known.site_id;
  const siteId = newId();
  await commands.runInBackground({ name: 'site.add', personId, subject: siteId, detail: {} }, (inside) => {
    inside
      .prepare('INSERT INTO site (site_id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING')
      .run(siteId, name, clock.nowIso());
  });
  return (
    db.prepare<[string], { site_id: string }>('SELECT site_id FROM site WHERE name = ?').get(name)?.site_id ?? siteId
  );
}
