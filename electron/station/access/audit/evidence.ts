import { z } from 'zod';
import { AuditRow } from '../../kernel/audit.ts';
import { Seal } from './seal.ts';

/*
 * An evidence bundle: a zip whose manifest names every other file with its SHA-256 and is signed with the key of the station.
 * Records of the trail come one by one, each with its way to the root of the seal that covers it: so they are proved without
 * showing what else happened on the station that day.
 */

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';

const ProofStep = z.strictObject({ side: z.enum(['left', 'right']), hash: z.string() });

export const Manifest = z.strictObject({
  format: z.literal('nightjar-evidence'),
  version: z.literal(1),
  reportId: z.string(),
  /** Of the signed document. */
  reportHash: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  /** Key that signed this manifest; its public part is in `keys`. */
  keyId: z.string(),
  /** Absent in bundles of a former version. */
  leftOut: z.array(z.strictObject({ what: z.string(), reason: z.string() })).optional(),
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
});
export type Manifest = z.infer<typeof Manifest>;

export const ChainFile = z.strictObject({
  keys: z.array(z.strictObject({ keyId: z.string(), publicKey: z.string() })),
  /** Without gaps from the first that is needed to the newest. */
  seals: z.array(Seal),
  records: z.array(z.strictObject({ row: AuditRow, seal: z.number().int(), proof: z.array(ProofStep) })),
});
export type ChainFile = z.infer<typeof ChainFile>;

export const ShownFile = z.strictObject({
  reader: z.string(),
  series: z.array(
    z.strictObject({
      seriesUid: z.string(),
      modality: z.string().nullable(),
      number: z.number().nullable(),
      aside: z.boolean(),
      objects: z.array(
        z.strictObject({
          objectId: z.string(),
          sopUid: z.string().nullable(),
          sha256: z.string(),
          frames: z.number().int(),
          /** Frames that were on the glass, from 1, each with its first time, UTC. */
          shown: z.array(z.strictObject({ frame: z.number().int(), at: z.string() })),
        }),
      ),
    }),
  ),
});
export type ShownFile = z.infer<typeof ShownFile>;

/** Tells whoever gets the bundle what it is and how to check it. */
export const INSTRUCTIONS = `Evidence of one signed report, made by Nightjar.

document.json   what was signed, byte for byte; its SHA-256 is the hash of the report
outputs/        what was made of it: text, SR, FHIR, HL7, PDF where there is one
shown.json      which pictures were on the glass of who signed, and when first
checks.json     findings of the checks that the signer accepted
versions.json   the program, its runtime, the template, the database
chain.json      records of the audit trail about this report and its study, and how each signer had come in: each with its
                proof, and the seals over them
manifest.json   SHA-256 of every file, and what was left out and why; manifest.sig: its Ed25519 signature by the key of the
                station

To check it, without a network and without the store:

    nightjar audit check-bundle FILE [--key ID]

With --key it must be signed by the station of that key: ask whoever runs the station for the id (nightjar audit key).

By hand: the SHA-256 of each file is in manifest.json. The signature is over the bytes of manifest.json; the public key is in
chain.json (32 bytes, hex; SHA-256 of them is its id). A record's hash is the SHA-256 of the JSON array [seq, at, person_id,
command, subject, detail, previous]. Its leaf is SHA-256(00 || hash); each step of the proof gives SHA-256(01 || left || right);
the end is the root of the seal. A seal signs the JSON array ["nightjar-seal/1", no, day, at, firstSeq, lastSeq, lastHash, root,
previous, keyId].

The bundle names the patient. Peer review and peer learning are never part of it.
`;
