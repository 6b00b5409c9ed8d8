import { AnyEnvelope, calls } from '../../../shared/contract/index.ts';
import type { CallName, Request, Response } from '../../../shared/contract/index.ts';
import { fromWire } from '../../../shared/errors/app-error.ts';
import type { StationHost } from '../station-host.ts';

/** Asks in the name of a page. @throws AppError what the station answers */
export async function askStation<N extends CallName>(
  station: StationHost,
  page: string,
  name: N,
  request: Request<N>,
): Promise<Response<N>> {
  const envelope = AnyEnvelope.parse(await station.call(name, request, page));
  if (!envelope.ok) throw fromWire(envelope.error);
  return calls[name].response.parse(envelope.value) as Response<N>;
}
