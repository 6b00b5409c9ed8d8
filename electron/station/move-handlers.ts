import type { Response } from '../../shared/contract/index.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { Moving } from './access/move/moving.ts';
import type { PackRequest } from './access/move/moving.ts';
import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about a store that goes to another machine. */
export function moveHandlers(station: StationDoor): Handlers {
  const { access } = station;
  const moving = new Moving(access);
  return {
    'move.pack': (request) => pack(station, moving, request),
    'move.goOn': ({ proof }) => {
      const { moved } = access.requireStore().movement;
      if (moved === null) throw new AppError('move/not-begun', 'no package of this store was begun');
      return pack(station, moving, { to: moved.to, proof });
    },
    'move.cancel': async (request) => {
      await station.whileClosed((leave) => moving.cancel(request, leave));
      return access.state();
    },
  };
}

async function pack(station: StationDoor, moving: Moving, request: PackRequest): Promise<Response<'move.pack'>> {
  let isTold = false;
  const packed = await station.whileClosed((leave) =>
    moving.pack(request, leave, ({ done, total }) => {
      // It may take an hour: the windows hear now, and not at its end, that nothing new is taken here.
      if (!isTold) station.access.refresh();
      isTold = true;
      station.tellStage({ stage: 'packing', done, total: total === 0 ? null : total });
    }),
  );
  return { packed };
}
