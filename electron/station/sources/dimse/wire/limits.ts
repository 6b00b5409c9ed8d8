/** Most that is taken from a peer. What passes one of these ends the association; nothing grows with what a peer says. */
export const LIMITS = Object.freeze({
  /** Longest P-DATA-TF PDU, as announced, bytes. They are passed on piece by piece and never held whole. */
  dataPdu: 131_072,
  /** What some peers add to the length that was announced: they do not count the header of the PDU. */
  dataPduGrace: 64,
  /** A-ASSOCIATE-RQ and -AC: 128 contexts with forty transfer syntaxes each, and some room. */
  associatePdu: 262_144,
  /** Of a command set, bytes. The longest known are a few hundred. */
  command: 65_536,
  /** Of an identifier that is read as a whole (an answer to a query, a list of failed instances), bytes. */
  identifier: 8 * 1024 * 1024,
  /** Of an object, bytes. */
  object: 4 * 1024 * 1024 * 1024,
  /** Presentation contexts of an association: odd numbers of one byte (Part 8, 9.3.2.2). */
  contexts: 128,
  /** Transfer syntaxes of a context. */
  transferSyntaxes: 64,
  /** From us to a peer that sets no limit or a very high one, bytes. */
  sentPdu: 131_072,
});
