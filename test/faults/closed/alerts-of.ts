import type { Response } from '../../../shared/contract/index.ts';
import { PASSPHRASE } from '../../e2e/helpers/launch.ts';
import { answer, stationOn } from '../store/station-fixture.ts';

export interface AlertRecord {
  readonly subject: string;
  readonly detail: string;
}

/** What a closed store's audit trail holds of what pages tried. */
export async function alertsOf(dataDir: string): Promise<readonly AlertRecord[]> {
  const station = stationOn(dataDir);
  const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
  await answer(station, 'access.unlock', { personId: people[0]?.personId ?? null, passphrase: PASSPHRASE });
  return station.access
    .requireStore()
    .index.prepare<[], AlertRecord>("SELECT subject, detail FROM audit WHERE command = 'security.alert'")
    .all();
}
