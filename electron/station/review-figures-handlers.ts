import type { Handlers } from './router.ts';
import type { StationDoor } from './station-door.ts';

/** Calls about figures of second readings. The window's save dialog has asked whether to replace a file. */
export function reviewFiguresHandlers(station: StationDoor): Handlers {
  return {
    'review.myFigures': (request) => station.rooms.reviewFigures.mine(request),
    'review.numbers': () => ({ numbers: station.rooms.reviewFigures.numbers() }),
    'review.setNumber': (request) => {
      station.rooms.reviewFigures.setNumber(request);
      return {};
    },
    'review.registry': ({ programmeId }) => station.rooms.reviewFigures.registry(programmeId),
    'review.exportMyFiguresFile': ({ plot, ...wanted }) =>
      station.rooms.reviewFigures.writeMine(wanted, { plots: [plot], replace: true }),
    'review.exportFiguresFile': ({ plot, ...wanted }) =>
      station.rooms.reviewFigures.writeFigures(wanted, { plots: [plot], replace: true }),
    'review.exportRegistryFile': async (wanted) => {
      const { file, rows } = await station.rooms.reviewFigures.writeRegistry(wanted, { replace: true, named: null });
      return { file, rows };
    },
  };
}
