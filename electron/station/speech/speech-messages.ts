import { z } from 'zod';
import { SpeechHeard, SpeechManifest } from '../../../shared/model/speech.ts';

export const ToSpeech = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('load'), folder: z.string(), manifest: SpeechManifest }),
  z.strictObject({ t: z.literal('hear'), pcm: z.string() }),
  z.strictObject({ t: z.literal('end') }),
]);
export type ToSpeech = z.infer<typeof ToSpeech>;

/** The same as windows hear. */
export const FromSpeech = SpeechHeard;
export type FromSpeech = SpeechHeard;
