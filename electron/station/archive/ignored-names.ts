/** Names that lie beside studies on discs and shares and that nobody misses. Lower case. */
const NAMES: ReadonlySet<string> = new Set([
  '.ds_store',
  'thumbs.db',
  'desktop.ini',
  'autorun.inf',
  'changelog',
  'license',
  'notice',
]);

/** Kinds of files that viewers, systems and exports leave. Archives other than ZIP are not here: they may hold studies. */
const EXTENSIONS: ReadonlySet<string> = new Set(
  [
    'txt',
    'md',
    'tsv',
    'csv',
    'json',
    'xml',
    'xsl',
    'htm',
    'html',
    'css',
    'js',
    'log',
    'ini',
    'inf',
    'cfg',
    'conf',
  ].concat(
    ['exe', 'dll', 'so', 'dylib', 'jar', 'class', 'bat', 'cmd', 'sh', 'msi', 'app', 'lnk', 'url', 'ico', 'icns'],
    ['jpg', 'jpeg', 'png', 'gif', 'bmp', 'svg', 'pdf', 'rtf', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'odt'],
    ['md5', 'sha1', 'sha256', 'sha512', 'sfv', 'crc', 'db', 'bak', 'tmp', 'ttf', 'chm', 'hlp', 'manifest', 'plist'],
  ),
);

/**
 * Whether a file that is not DICOM may pass without a word. Judged by its name, and only after its content was looked at:
 * a study in a file called "notes.txt" is imported like any other.
 */
export function isIgnoredName(name: string): boolean {
  const lower = name.toLowerCase();
  if (NAMES.has(lower) || lower.startsWith('._') || /^(readme|license|licence|copying)\b/.test(lower)) return true;
  const dot = lower.lastIndexOf('.');
  return dot > 0 && EXTENSIONS.has(lower.slice(dot + 1));
}
