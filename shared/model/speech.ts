import { z } from 'zod';

/** A file of a model folder, by its path within it. No way out of the folder. */
const FileOfModel = z.strictObject({
  file: z
    .string()
    .min(1)
    .max(300)
    .refine((name) => !/^[\\/]|^[A-Za-z]:|(^|[\\/])\.\.([\\/]|$)/.test(name)),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What a site lays into a folder so that this program may recognise speech with it: `nightjar-speech.json`. */
export const SpeechManifest = z.discriminatedUnion('engine', [
  z.strictObject({
    kind: z.literal('nightjar-speech'),
    version: z.literal(1),
    engine: z.literal('sherpa-onnx'),
    name: z.string().min(1).max(200),
    /** BCP 47. */
    language: z.string().min(2).max(35),
    /** Every file of the folder, the program's own among them. */
    files: z.array(FileOfModel).min(1).max(5000),
    /** Parts of a streaming transducer, paths within the folder. */
    transducer: z.strictObject({ encoder: z.string(), decoder: z.string(), joiner: z.string(), tokens: z.string() }),
  }),
  /** Says the same whatever it hears: for trying a microphone and for tests, in evaluation stores alone. */
  z.strictObject({
    kind: z.literal('nightjar-speech'),
    version: z.literal(1),
    engine: z.literal('script'),
    name: z.string().min(1).max(200),
    language: z.string().min(2).max(35),
    files: z.array(FileOfModel).max(5000),
    phrases: z.array(z.string().max(1000)).min(1).max(200),
  }),
]);
export type SpeechManifest = z.infer<typeof SpeechManifest>;

/** The model that is used here, for the reader. */
export const SpeechModel = z.strictObject({
  engine: z.enum(['sherpa-onnx', 'script']),
  name: z.string(),
  language: z.string(),
  /** Of its manifest, which names the hash of every other file. */
  sha256: z.string(),
});
export type SpeechModel = z.infer<typeof SpeechModel>;

/** What is heard of a dictation. */
export const SpeechHeard = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('partial'), text: z.string().max(10_000) }),
  z.strictObject({ kind: z.literal('final'), text: z.string().max(10_000) }),
  z.strictObject({ kind: z.literal('ended') }),
  z.strictObject({ kind: z.literal('failed'), code: z.string().max(60) }),
]);
export type SpeechHeard = z.infer<typeof SpeechHeard>;

/** A word that a reader calls right. */
export const OwnWord = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[\p{L}\p{M}][\p{L}\p{M}\p{N}'’-]*$/u);
