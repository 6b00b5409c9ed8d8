import { z } from 'zod';
import { OwnWord, SpeechHeard, SpeechModel } from '../model/speech.ts';
import { call, event } from './define.ts';
import { LONGEST_PATH } from './file-token.ts';
import { ADMINISTRATION, REPORTING } from './roles.ts';

const Nothing = z.strictObject({});
const RunId = z.string().min(1).max(40);
const Model = z.strictObject({ model: SpeechModel.nullable() });
const Words = z.strictObject({ words: z.array(OwnWord).max(20_000) });
/** Base64 of two seconds of sound at most. */
const LONGEST_SOUND = 90_000;

/** Dictation and spelling. Sound is kept nowhere and goes no further than the process that makes words of it. */
export const speechCalls = {
  /** Null: no model was chosen on this station. */
  'speech.model': call(Nothing, Model, { roles: [...REPORTING, ...ADMINISTRATION] }),
  /** Asks for a folder with a model, checks every file of it and takes it in use; null where the dialog was closed. speech/bad-model */
  'speech.chooseModel': call(Nothing, Model, { roles: ADMINISTRATION, side: 'shell' }),
  /** The same by absolute path; audited. */
  'speech.useModel': call(z.strictObject({ folder: z.string().min(1).max(LONGEST_PATH) }), Model, {
    roles: ADMINISTRATION,
    caller: 'shell',
  }),
  'speech.forgetModel': call(Nothing, Model, { roles: ADMINISTRATION }),
  /** Opens the microphone to this page until it says otherwise, or the lock; every other one stays refused. */
  'speech.lendMicrophone': call(Nothing, Nothing, { roles: REPORTING, side: 'shell' }),
  'speech.takeMicrophone': call(Nothing, Nothing, { roles: REPORTING, side: 'shell' }),
  /** Begins to listen; what is heard comes as events. speech/no-model, speech/model-changed */
  'speech.begin': call(Nothing, z.strictObject({ runId: RunId }), { roles: REPORTING }),
  /** Sound of a run, 16 bit at 16 kHz in base64. */
  'speech.hear': call(z.strictObject({ runId: RunId, pcm: z.string().max(LONGEST_SOUND) }), Nothing, {
    roles: REPORTING,
  }),
  /** Nothing more is said: the last words come, then the end. */
  'speech.end': call(z.strictObject({ runId: RunId }), Nothing, { roles: REPORTING }),
  /** Words that this reader calls right. */
  'speech.words': call(Nothing, Words, { roles: REPORTING }),
  'speech.addWord': call(z.strictObject({ word: OwnWord }), Words, { roles: REPORTING }),
  'speech.removeWord': call(z.strictObject({ word: OwnWord }), Words, { roles: REPORTING }),
} as const;

export const speechEvents = {
  'speech.heard': event(z.strictObject({ runId: RunId, heard: SpeechHeard })),
} as const;
