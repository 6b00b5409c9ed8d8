import { AppError } from '../../../../shared/errors/app-error.ts';
import type { ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import type { PersonId, ProgrammeId, ReaderPseudonym } from '../../../../shared/model/ids.ts';
import type { FigurePlot } from '../../../../shared/model/review/figures.ts';
import type { MyFigurePlot, MyFigures } from '../../../../shared/model/review/my-figures.ts';
import type { PhysicianNumber, RegistryState } from '../../../../shared/model/review/registry.ts';
import type { ReviewPerson } from '../../../../shared/model/review/review-view.ts';
import { radpeerCsv, radpeerXml } from '../../../../shared/review/export.ts';
import { figuresCsv } from '../../../../shared/review/figures-csv.ts';
import { myFiguresCsv } from '../../../../shared/review/my-figures-csv.ts';
import type { Commands } from '../../kernel/command.ts';
import { exportFiles } from '../../kernel/export-files.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import type { Clock } from '../../kernel/ports.ts';
import { programmeFigures, registryRows } from '../programme-figures.ts';
import type { FiguresParts, RegistryRows } from '../programme-figures.ts';
import { myFigures } from './my-figures.ts';
import type { PhysicianNumbers } from './physician-numbers.ts';

export interface FiguresRoomParts extends FiguresParts {
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  /** Folder of the store: nothing is exported into it. */
  readonly dir: string;
  readonly faults?: FaultPoints;
  readonly numbers: PhysicianNumbers;
  /** Null: the person has no part in any case. */
  readonly own: () => ReaderPseudonym | null;
  /** Everybody by name; recorded each time. */
  readonly people: () => ReviewPerson[];
}

const FORMS = { csv: radpeerCsv, xml: radpeerXml } as const;

/** Figures of second readings, and what of them leaves the store. */
export class FiguresRoom {
  readonly #parts: FiguresRoomParts;

  constructor(parts: FiguresRoomParts) {
    this.#parts = parts;
  }

  mine({ event }: ParsedRequest<'review.myFigures'>): MyFigures {
    const viewer = this.#parts.own();
    if (viewer === null) return { event, programmes: [] };
    return myFigures(this.#parts, { viewer, event, now: this.#parts.clock.nowIso() });
  }

  numbers(): PhysicianNumber[] {
    const numbers = this.#parts.numbers.all();
    return this.#parts.people().map(({ reader, name }) => ({ reader, name, number: numbers.get(reader) ?? null }));
  }

  setNumber({ reader, number }: ParsedRequest<'review.setNumber'>): void {
    this.#parts.numbers.set(reader, number);
  }

  /** @throws AppError review/no-such-programme */
  registry(programmeId: ProgrammeId): RegistryState {
    const { programmes } = this.#parts;
    const { groupId } = programmes.newest(programmeId);
    if (groupId === null) return { groupId, ready: 0, arbitration: 0, underWay: 0, lacking: [] };
    const { rows, arbitration, underWay, lacking } = this.#rows(programmeId, null);
    return { groupId, ready: rows.length, arbitration, underWay, lacking: this.#named(lacking) };
  }

  /** The registry's file. @param named numbers by name; null: those of the store. @throws AppError as `registryRows` */
  async writeRegistry(
    { programmeId, format, file }: ParsedRequest<'review.exportRegistryFile'>,
    to: { readonly replace: boolean; readonly named: ReadonlyMap<string, string> | null },
  ): Promise<Response<'review.exportRegistryFile'> & { readonly waiting: number; readonly withoutNumber: number }> {
    const { rows, arbitration, underWay, lacking } = this.#rows(programmeId, to.named);
    await this.#write('review.export', programmeId, file, FORMS[format](rows), {
      replace: to.replace,
      rows: rows.length,
    });
    const withoutNumber = [...lacking.values()].reduce((sum, cases) => sum + cases, 0);
    return { file, rows: rows.length, waiting: arbitration + underWay, withoutNumber };
  }

  /** The tables behind plots. @throws AppError review/no-such-programme */
  async writeFigures(
    { programmeId, event, file }: Omit<ParsedRequest<'review.exportFiguresFile'>, 'plot'>,
    { plots, replace }: { readonly plots: readonly FigurePlot[]; readonly replace: boolean },
  ): Promise<{ readonly file: string }> {
    const text = figuresCsv(programmeFigures(this.#parts, programmeId, event), plots);
    await this.#write('review.exportFigures', programmeId, file, text, { replace, rows: plots.length });
    return { file };
  }

  /** The tables behind plots of the reader's own figures. @throws AppError review/no-such-programme: nothing of theirs is in it */
  async writeMine(
    { programmeId, event, file }: Omit<ParsedRequest<'review.exportMyFiguresFile'>, 'plot'>,
    { plots, replace }: { readonly plots: readonly MyFigurePlot[]; readonly replace: boolean },
  ): Promise<{ readonly file: string }> {
    const mine = this.mine({ event }).programmes.find((one) => one.programmeId === programmeId);
    if (mine === undefined) throw new AppError('review/no-such-programme', 'nothing of theirs came to anything in it');
    const text = myFiguresCsv(mine, plots);
    await this.#write('review.exportFigures', programmeId, file, text, { replace, rows: plots.length });
    return { file };
  }

  #rows(programmeId: ProgrammeId, named: ReadonlyMap<string, string> | null): RegistryRows {
    const { numbers, people } = this.#parts;
    if (named === null) return registryRows(this.#parts, programmeId, numbers.all());
    const known = people().flatMap(({ reader, name }) => {
      const number = named.get(name);
      return number === undefined ? [] : [[reader, number] as const];
    });
    return registryRows(this.#parts, programmeId, new Map(known));
  }

  #named(lacking: ReadonlyMap<ReaderPseudonym, number>): RegistryState['lacking'] {
    if (lacking.size === 0) return [];
    const names = new Map(this.#parts.people().map(({ reader, name }) => [reader, name]));
    return [...lacking].map(([reader, cases]) => ({ name: names.get(reader) ?? 'Former person', cases }));
  }

  async #write(
    name: 'review.export' | 'review.exportFigures',
    subject: ProgrammeId,
    file: string,
    text: string,
    { replace, rows }: { readonly replace: boolean; readonly rows: number },
  ): Promise<void> {
    const { dir, faults, commands, personId } = this.#parts;
    const bytes = Buffer.from(text, 'utf8');
    const detail = { rows, bytes: bytes.length };
    await exportFiles(dir, [{ file, bytes }], {
      ...{ replace, ...(faults === undefined ? {} : { faults }) },
      record: () => commands.run({ name, personId, subject, detail }, () => undefined),
    });
  }
}
