import { resolve } from 'node:path';
import type { JobId } from '../../../../shared/model/ids.ts';
import type { PackageKind } from '../../../../shared/model/review/package.ts';
import type { Station } from '../../../station/station.ts';
import type { Arguments, OptionTable } from '../../arguments.ts';
import type { Action } from './action.ts';
import { daysOf, PACKAGE_DAYS } from './package-days.ts';

/** Days for which somebody is trusted, where nobody says. */
const TRUSTED_DAYS = 365;

export const packageHelp = `  key                                               { card, fingerprint }: yours, to be handed over and read over the telephone
  enrol --name N --site S --card C --fingerprint F [--days N]
                                                    trusts somebody of another station, for a year where nobody says
  peers | revoke --peer P                           whom you trust; the end of that
  packages                                          { packages, waiting }
  send --to P --out FOLDER [--days N]               { sent }: cases drawn for P, then reports of those whose findings came
  answer --to P --out FOLDER [--days N]             { sent }: what you locked, scored, said or gave back
  take --file FILE                                  { kind, isNew, taken, known, late }; twice is once
  again --package ID                                what was in a package that was lost waits again`;

export const packageOptions: OptionTable = {
  ...{ name: 'value', site: 'value', card: 'value', fingerprint: 'value', days: 'value', peer: 'value', to: 'value' },
  ...{ file: 'value', package: 'value' },
};

export const PACKAGE_ACTIONS: Readonly<Record<string, Action>> = {
  key: { call: 'review.card', needs: [], run: (_room, _args, rooms) => rooms.packages.card() },
  enrol: {
    call: 'review.enrol',
    needs: ['name', 'site', 'card', 'fingerprint'],
    run: (_room, args, rooms) =>
      rooms.packages.enrol({
        ...{ name: args.required('name'), site: args.required('site'), card: args.required('card') },
        ...{ fingerprint: args.required('fingerprint'), days: daysOf(args, TRUSTED_DAYS) },
      }),
  },
  peers: {
    ...{ call: 'review.peers', needs: [], makesNothing: true },
    run: (_room, _args, rooms) => ({ peers: rooms.packages.peers() }),
  },
  revoke: {
    call: 'review.revokePeer',
    needs: ['peer'],
    run: (_room, args, rooms) => {
      rooms.packages.revoke(args.required('peer'));
      return { revoked: args.required('peer') };
    },
  },
  packages: {
    ...{ call: 'review.packages', needs: [], makesNothing: true },
    run: (_room, _args, rooms) => rooms.packages.packages(),
  },
  send: {
    call: 'review.sendTo',
    needs: ['to', 'out'],
    run: (_room, args, _rooms, { station }) => sent(station, args, SENDS),
  },
  answer: {
    call: 'review.sendTo',
    needs: ['to', 'out'],
    run: (_room, args, _rooms, { station }) => sent(station, args, ['answers']),
  },
  take: {
    call: 'review.takeFile',
    needs: ['file'],
    run: (_room, args, _rooms, { station }) =>
      done(station, station.rooms.packages.take(resolve(args.required('file')))),
  },
  again: {
    call: 'review.sendAgain',
    needs: ['package'],
    run: (_room, args, rooms) => {
      rooms.packages.again(args.required('package'));
      return rooms.packages.packages();
    },
  },
};

const SENDS: readonly PackageKind[] = ['cases', 'reveals'];

/** Everything of these kinds that waits for them, a file a programme. */
async function sent(station: Station, args: Arguments, kinds: readonly PackageKind[]): Promise<unknown> {
  const peer = args.required('to');
  const folder = resolve(args.required('out'));
  const { packages } = station.rooms;
  const { peerId } = packages.peer(peer);
  const files: unknown[] = [];
  const groups = packages.packages().waiting.filter((one) => one.peerId === peerId && kinds.includes(one.kind));
  for (const { kind, programmeId } of groups) {
    const wanted = { peer: peerId, kind, programmeId, folder, days: daysOf(args, PACKAGE_DAYS) };
    const result = await done(station, await packages.send(wanted));
    files.push({ kind, ...Object(result) });
  }
  return { sent: files };
}

function done(station: Station, jobId: JobId): Promise<unknown> {
  return station.access.requireStore().jobs.wait(jobId);
}
