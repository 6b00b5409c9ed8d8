import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { CountedEvent } from '../../../../shared/model/review/figures.ts';
import { FigurePlot } from '../../../../shared/model/review/figures.ts';
import { MyFigurePlot } from '../../../../shared/model/review/my-figures.ts';
import { RegistryNumber } from '../../../../shared/model/review/registry.ts';
import type { FiguresRoom } from '../../../station/review/figures/figures-room.ts';
import type { ReviewRoom } from '../../../station/review/review-room.ts';
import type { Rooms } from '../../../station/rooms.ts';
import { usage } from '../../arguments.ts';
import type { Arguments, OptionTable } from '../../arguments.ts';
import { programmeId } from './action.ts';
import type { Actions } from './action.ts';

/** What came of second readings, and what of it leaves. */
export const FIGURE_ACTIONS: Actions = {
  figures: { call: 'review.figures', needs: ['programme'], makesNothing: true, run: figures },
  mine: {
    call: 'review.myFigures',
    needs: [],
    makesNothing: true,
    run: mine,
  },
  numbers: {
    call: 'review.numbers',
    needs: [],
    run: (_room, args, rooms) => numbers(rooms.reviewFigures, args),
  },
  export: { call: 'review.registry', needs: ['programme', 'format', 'out'], makesNothing: true, run: registryFile },
};

export const FIGURE_OPTIONS: OptionTable = {
  ...{ programme: 'value', significant: 'flag', csv: 'value' },
  ...{ format: 'value', numbers: 'value', out: 'value', set: 'value', list: 'flag' },
};

export const FIGURE_HELP = `
  figures --programme ID [--significant] [--csv FILE]
                                                    rates with intervals, funnel, trend, agreement, times; too few is null
  mine [--significant] [--programme ID --csv FILE]  your own rates beside those of the others together, and what you learned
  numbers --list | --set NAME=NUMBER                physicians at the registry; NAME= takes the number away
  export --programme ID --format radpeer|radpeer-xml [--numbers FILE] --out FILE
                                                    { rows, waiting, withoutNumber }; without a FILE (a JSON object, name to
                                                    number) by the numbers of the store`;

function eventOf(args: Arguments): CountedEvent {
  return args.has('significant') ? 'significant' : 'any';
}

async function figures(room: ReviewRoom, args: Arguments, rooms: Rooms): Promise<unknown> {
  const [programme, event, csv] = [programmeId(args), eventOf(args), args.value('csv')];
  if (csv === null) return room.figures({ programmeId: programme, event });
  const wanted = { programmeId: programme, event, file: resolve(csv) };
  return rooms.reviewFigures.writeFigures(wanted, { plots: FigurePlot.options, replace: false });
}

/** With a file the tables of one programme, else all that there is. */
function mine(_room: ReviewRoom, args: Arguments, { reviewFigures }: Rooms): unknown {
  const [event, csv] = [eventOf(args), args.value('csv')];
  if (csv === null) return reviewFigures.mine({ event });
  const wanted = { programmeId: programmeId(args), event, file: resolve(csv) };
  return reviewFigures.writeMine(wanted, { plots: MyFigurePlot.options, replace: false });
}

/** NAME=NUMBER, by the last sign of equality: a name may hold one, a number none. */
function numbers(room: FiguresRoom, args: Arguments): unknown {
  const said = args.value('set');
  if (said === null) {
    if (!args.has('list')) throw usage('review numbers needs --list, or --set NAME=NUMBER');
    return { numbers: room.numbers() };
  }
  const at = said.lastIndexOf('=');
  const [name, digits] = [said.slice(0, at), said.slice(at + 1)];
  const number = digits === '' ? null : RegistryNumber.safeParse(digits).data;
  if (at < 1 || number === undefined) throw usage('--set is NAME=NUMBER, the number of 1 to 10 digits');
  const named = room.numbers().filter((one) => one.name === name);
  const [one] = named;
  if (one === undefined || named.length > 1) throw usage(`--set names ${named.length} readers of this store`);
  room.setNumber({ reader: one.reader, number });
  return { reader: one.reader, number };
}

const FORMS = { radpeer: 'csv', 'radpeer-xml': 'xml' } as const;

async function registryFile(_room: ReviewRoom, args: Arguments, rooms: Rooms): Promise<unknown> {
  const format = z.enum(['radpeer', 'radpeer-xml']).safeParse(args.required('format'));
  if (!format.success) throw usage('--format is radpeer or radpeer-xml');
  const wanted = { programmeId: programmeId(args), format: FORMS[format.data], file: resolve(args.required('out')) };
  const named = args.value('numbers') === null ? null : await numbersIn(args.required('numbers'));
  return rooms.reviewFigures.writeRegistry(wanted, { replace: false, named });
}

async function numbersIn(file: string): Promise<ReadonlyMap<string, string>> {
  const said = z.record(z.string(), z.string()).safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!said.success) throw usage('--numbers names no JSON object of texts');
  return new Map(Object.entries(said.data));
}
