import type { DimseSettings } from '../../../../shared/model/source-settings.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { inLanes } from '../dicomweb/lanes.ts';
import type { RetrieveOutcome, RetrieveRequest, RetrieveSink } from '../source.ts';
import type { DimseClient } from './dimse-client.ts';
import type { MoveExpectations } from './move-expectations.ts';
import { planRetrieve } from './retrieve-plan.ts';
import type { Lane, PlanQueries } from './retrieve-plan.ts';

export interface Retriever {
  readonly settings: DimseSettings;
  readonly client: DimseClient;
  readonly moves: MoveExpectations | null;
}

export interface Asked {
  readonly request: RetrieveRequest;
  readonly sink: RetrieveSink;
  readonly signal: AbortSignal;
}

/** Fetches over several associations; the counts are the sum of what the peer said on each. */
export async function retrieveBy(way: 'get' | 'move', retriever: Retriever, asked: Asked): Promise<RetrieveOutcome> {
  const { settings, client } = retriever;
  const { request, signal } = asked;
  const lanes = await planRetrieve(request, settings.maxAssociations, queriesOf(client, signal));
  const outcomes: RetrieveOutcome[] = [];
  const run = (lane: Lane, own: AbortSignal): Promise<RetrieveOutcome> =>
    way === 'get' ? getLane(retriever, asked, lane, own) : moveLane(retriever, asked, lane, own);
  await inLanes(
    lanes.map((lane) => async (own) => {
      outcomes.push(await run(lane, own));
    }),
    settings.maxAssociations,
    signal,
  );
  return {
    announced: outcomes.some(({ announced }) => announced === null)
      ? null
      : outcomes.reduce((sum, { announced }) => sum + (announced ?? 0), 0),
    failed: outcomes.flatMap(({ failed }) => failed),
    warnings: outcomes.reduce((sum, { warnings }) => sum + warnings, 0),
  };
}

function getLane({ client }: Retriever, { sink }: Asked, lane: Lane, signal: AbortSignal): Promise<RetrieveOutcome> {
  return client.get(lane, (sopUid) => sink.begin({ sopUid, expectedBytes: null }), signal);
}

async function moveLane(
  { settings, client, moves }: Retriever,
  { sink }: Asked,
  lane: Lane,
  signal: AbortSignal,
): Promise<RetrieveOutcome> {
  if (moves === null || settings.receiver === null) throw new AppError('source/no-such-way', 'there is no receiver');
  const stop = new AbortController();
  const expectation = moves.open(settings.callingAe, sink, () => stop.abort());
  try {
    const { messageId } = expectation;
    const destination = settings.receiver.ae;
    const outcome = await client.move(lane, { destination, messageId }, AbortSignal.any([signal, stop.signal]));
    await expectation.settled();
    if (expectation.failure !== null) throw expectation.failure;
    return outcome;
  } catch (error) {
    await expectation.settled();
    // What could not be taken here is why the move was stopped.
    throw expectation.failure ?? error;
  } finally {
    moves.close(expectation);
  }
}

function queriesOf(client: DimseClient, signal: AbortSignal): PlanQueries {
  return {
    series: (studyUid) => orNothing(client.series(studyUid, { signal })),
    instances: (studyUid, seriesUid) => orNothing(client.instances(studyUid, seriesUid, { signal })),
  };
}

/** A peer that answers no questions may still send. Whatever else goes wrong would go wrong again. */
async function orNothing<T>(found: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  try {
    for await (const one of found) all.push(one);
  } catch (error) {
    if (error instanceof AppError && error.code === 'source/refused') return [];
    throw error;
  }
  return all;
}
