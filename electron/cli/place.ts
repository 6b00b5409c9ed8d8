import { Jurisdiction } from '../../shared/model/credentials.ts';
import { usage } from './arguments.ts';
import type { Arguments } from './arguments.ts';

/** What `--place` says; null where it is not given. */
export function placeOf(args: Arguments): Jurisdiction | null {
  const text = args.value('place');
  if (text === null) return null;
  const parsed = Jurisdiction.safeParse(text.toUpperCase());
  if (!parsed.success) throw usage('--place must be a country or a part of one, as DE or US-PA');
  return parsed.data;
}
