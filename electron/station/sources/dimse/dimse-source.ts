import { AppError, asAppError } from '../../../../shared/errors/app-error.ts';
import type { DimseSettings, SourceSecrets } from '../../../../shared/model/source-settings.ts';
import type { FoundInstance, FoundSeries, FoundStudy, RetrieveWay } from '../../../../shared/model/source.ts';
import { blameTunnel } from '../http/tunnel.ts';
import type { QueryOptions, RetrieveOutcome, RetrieveRequest, RetrieveSink, Source } from '../source.ts';
import { testSteps } from './connection-test.ts';
import { DimseClient } from './dimse-client.ts';
import type { DimseLink } from './dimse-link.ts';
import type { Commitment, FoundPatient } from './dimse-messages.ts';
import type { MoveExpectations } from './move-expectations.ts';
import { retrieveBy } from './retrieve.ts';
import type { StudyKeys } from './study-keys.ts';

export interface DimsePorts {
  readonly secrets: SourceSecrets;
  /** The process that speaks DIMSE; shared by all sources, and not closed with one. */
  readonly link: DimseLink;
  /** Of the receiver that takes what a C-MOVE brings; without it there is no C-MOVE. */
  readonly moves?: MoveExpectations | null;
}

export interface DimseSource extends Source {
  /** Patients by the patient root model. */
  patients(query: StudyKeys, options: QueryOptions): AsyncIterable<FoundPatient>;
  /**
   * Asks the peer to answer for objects that it was sent.
   * @returns what it said at once; null: it will say it to the receiver, under the same transaction
   */
  commit(
    transactionUid: string,
    objects: readonly { readonly sopUid: string; readonly sopClass: string }[],
    signal: AbortSignal,
  ): Promise<Commitment | null>;
}

/**
 * A DIMSE peer as a source: C-ECHO, C-FIND, C-GET, C-MOVE, C-STORE, storage commitment. Opens no connection by itself; all its
 * associations together are as many as its settings allow.
 */
export function openDimse(settings: DimseSettings, ports: DimsePorts): DimseSource {
  const client = new DimseClient(settings, ports.secrets, ports.link);
  const moves = settings.receiver === null ? null : (ports.moves ?? null);
  const ways = waysOf(settings, moves);
  const subject = { settings, secrets: ports.secrets, client, ways, moves };
  const said = async (error: unknown): Promise<AppError> => blameTunnel(asAppError(error), settings.tunnelHost);
  return {
    kind: 'dimse',
    name: settings.name,
    capabilities: {
      retrieve: ways,
      store: settings.store ? 'c-store' : null,
      storageCommitment: settings.store && moves !== null,
    },
    test: (signal, stored) => testSteps({ ...subject, testObject: stored ?? null }, signal),
    patients: (query, options) => blamed<FoundPatient>(client.patients(query, options), said),
    studies: (query, options) => blamed<FoundStudy>(client.studies(query, options), said),
    series: (studyUid, options) => blamed<FoundSeries>(client.series(studyUid, options), said),
    instances: (studyUid, seriesUid, options) =>
      blamed<FoundInstance>(client.instances(studyUid, seriesUid, options), said),
    retrieve: (request, sink, signal) =>
      retrieveAs(request.way ?? ways[0], { request, sink, signal }).catch(async (error: unknown) => {
        throw await said(error);
      }),
    store: (objects, signal) => {
      if (!settings.store) throw noSuchWay();
      return blamed(client.store(objects, signal), said);
    },
    commit: (transactionUid, objects, signal) => client.commit(transactionUid, objects, signal),
    probe: async (signal) => {
      try {
        await client.reach('association', signal, { echo: true });
      } catch (error) {
        if (!isAnswer(error)) throw await said(error);
      }
    },
    close: () => Promise.resolve(client.close()),
  };

  async function retrieveAs(
    way: RetrieveWay | undefined,
    asked: { readonly request: RetrieveRequest; readonly sink: RetrieveSink; readonly signal: AbortSignal },
  ): Promise<RetrieveOutcome> {
    if (way === undefined || way === 'wado' || !ways.includes(way)) throw noSuchWay();
    return retrieveBy(way, { settings, client, moves }, asked);
  }
}

/** C-GET needs nothing of us; a peer moves only to a receiver that it knows. */
function waysOf(settings: DimseSettings, moves: MoveExpectations | null): readonly ('get' | 'move')[] {
  if (moves === null) return ['get'];
  return settings.preferred === 'move' ? ['move', 'get'] : ['get', 'move'];
}

/** A peer that refuses is there, and says so itself. */
function isAnswer(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  return error.code === 'source/busy' || (error.code === 'source/refused' && error.context['cause'] !== 'not-tls');
}

async function* blamed<T>(from: AsyncIterable<T>, said: (error: unknown) => Promise<AppError>): AsyncGenerator<T> {
  try {
    yield* from;
  } catch (error) {
    throw await said(error);
  }
}

function noSuchWay(): AppError {
  return new AppError('source/no-such-way', 'this source cannot do that');
}
