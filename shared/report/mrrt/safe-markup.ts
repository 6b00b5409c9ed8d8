/** Elements that run, load, draw or hide something: taken out with all that is in them. */
const TAKEN_OUT = new Set(
  (
    'script style iframe frame frameset object embed applet link base svg math video audio source track picture img ' +
    'portal noscript template canvas xmp plaintext noembed noframes button map area param image dialog slot'
  ).split(' '),
);

/** Attributes that name what would be loaded or sent, or that hold code or a document. */
const REMOTE = new Set(
  'src srcset action formaction background poster data ping srcdoc manifest codebase archive classid profile cite longdesc usemap dynsrc lowsrc'.split(
    ' ',
  ),
);

export function isTakenOut(tag: string): boolean {
  return TAKEN_OUT.has(tag);
}

/** Why an attribute does not stay; null where it does. */
export function attributeDanger(name: string, value: string): 'event handler' | 'style' | 'remote reference' | null {
  const plain = name.toLowerCase();
  if (plain.startsWith('on')) return 'event handler';
  if (plain === 'style') return 'style';
  if (REMOTE.has(plain) || plain.includes(':')) return 'remote reference';
  if (plain === 'href') return /^(?:https?:\/\/|#|mailto:)/i.test(value) ? null : 'remote reference';
  // Browsers leave control characters and blanks out of a scheme.
  const scheme = [...value]
    .filter((letter) => letter > ' ' && (letter < '\u007f' || letter > '\u00a0'))
    .join('')
    .toLowerCase();
  return /^(?:javascript|vbscript|data|file|blob):/.test(scheme) ? 'remote reference' : null;
}

/** A name that can be written between the brackets of a tag. */
export function isWritable(name: string): boolean {
  return /^[a-z_][-.\w]*$/i.test(name);
}
