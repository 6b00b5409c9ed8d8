// What the project's Node 24 and TypeScript know, and the runtimes that the code must run on do not.

/** Newer than Node 20.18 in the language's own library. Newer than Chromium 130 only where `window` says so. */
const STATIC_MEMBERS = [
  { object: 'Promise', names: ['try'], window: false },
  { object: 'Array', names: ['fromAsync'], window: false },
  { object: 'Iterator', names: ['from'], window: false },
  { object: 'Iterator', names: ['concat', 'zip', 'zipKeyed'], window: true },
  { object: 'RegExp', names: ['escape'], window: true },
  { object: 'Error', names: ['isError'], window: true },
  { object: 'Math', names: ['sumPrecise', 'f16round'], window: true },
  { object: 'Uint8Array', names: ['fromBase64', 'fromHex'], window: true },
  { object: 'process', names: ['permission', 'finalization', 'execve', 'threadCpuUsage'], window: true },
];

/** Methods whose names nothing else of ours has; written on any object but the ones of ALLOWED_OBJECTS. */
const METHODS = [
  {
    names: ['union', 'intersection', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom'],
    window: false,
  },
  {
    names: ['toBase64', 'setFromBase64', 'setFromHex', 'getOrInsert', 'getOrInsertComputed', 'moveBefore'],
    window: true,
  },
];

/** The schema library has methods of the same names. */
const ALLOWED_OBJECTS = new Set(['z', 'zod']);

const GLOBALS = [
  {
    names: ['Iterator', 'WebSocket', 'CloseEvent', 'EventSource', 'navigator', 'localStorage', 'Storage'],
    window: false,
  },
  {
    names: ['Float16Array', 'DisposableStack', 'AsyncDisposableStack', 'SuppressedError', 'Temporal', 'URLPattern'],
    window: true,
  },
];
/** Chromium has had it for years; Node 20 has not. */
const KNOWN_TO_CHROMIUM = new Set(['URLPattern']);

const MODULES = ['node:sqlite', 'node:sea', 'node:quic', 'node:ffi'];

const MODULE_MEMBERS = {
  fs: ['glob', 'globSync', 'mkdtempDisposableSync'],
  'fs/promises': ['glob', 'mkdtempDisposable'],
  module: ['enableCompileCache', 'stripTypeScriptTypes', 'registerHooks', 'constants'],
  zlib: [
    'createZstdCompress',
    'createZstdDecompress',
    'zstdCompress',
    'zstdDecompress',
    'zstdCompressSync',
    'zstdDecompressSync',
  ],
  crypto: ['argon2', 'argon2Sync', 'encapsulate', 'decapsulate'],
  util: ['diff', 'setTraceSigInt', 'getCallSites'],
  os: ['setPriorityAsync'],
};

const has = (list, runtime, test) => list.some((entry) => (runtime === 'node' || entry.window) && test(entry));

/** Reports what the runtime of the option ("node" for Node 20.18, "window" for Chromium 130) does not have. */
export const newerThanRuntime = {
  meta: {
    type: 'problem',
    schema: [{ enum: ['node', 'window'] }],
    messages: { newer: '{{what}} is newer than {{runtime}}, which this code must run on.' },
  },
  create(context) {
    const runtime = context.options[0] ?? 'node';
    const flag = (node, what) =>
      context.report({
        node,
        messageId: 'newer',
        data: { what, runtime: runtime === 'node' ? 'Node 20.18' : 'Chromium 130' },
      });
    return {
      MemberExpression: (node) => checkMember(node, runtime, flag),
      ImportDeclaration: (node) => runtime === 'node' && checkImport(node, flag),
      'Program:exit': (node) => checkGlobals(context.sourceCode.getScope(node), runtime, flag),
    };
  },
};

function checkMember(node, runtime, flag) {
  if (node.computed || node.property.type !== 'Identifier') return;
  const name = node.property.name;
  const object = node.object.type === 'Identifier' ? node.object.name : undefined;
  if (object && has(STATIC_MEMBERS, runtime, (entry) => entry.object === object && entry.names.includes(name))) {
    flag(node, `${object}.${name}`);
    return;
  }
  const called = node.parent.type === 'CallExpression' && node.parent.callee === node;
  if (called && !ALLOWED_OBJECTS.has(object) && has(METHODS, runtime, (entry) => entry.names.includes(name))) {
    flag(node, `The method ${name}()`);
  }
}

function checkImport(node, flag) {
  if (MODULES.includes(node.source.value)) flag(node, `The module ${node.source.value}`);
  const newer = MODULE_MEMBERS[String(node.source.value).replace(/^node:/, '')] ?? [];
  for (const part of node.specifiers) {
    const name = part.type === 'ImportSpecifier' ? part.imported.name : undefined;
    if (newer.includes(name)) flag(part, `${name} of ${node.source.value}`);
  }
}

function checkGlobals(scope, runtime, flag) {
  // A name is a global where nothing of ours defines it, whether or not the linter knows it as one.
  const builtIn = scope.variables.filter((variable) => variable.defs.length === 0);
  for (const { identifier } of [...scope.through, ...builtIn.flatMap((variable) => variable.references)]) {
    if (identifier.parent.type.startsWith('TS')) continue;
    const name = identifier.name;
    if (runtime === 'window' && KNOWN_TO_CHROMIUM.has(name)) continue;
    if (has(GLOBALS, runtime, (entry) => entry.names.includes(name))) flag(identifier, `The global ${name}`);
  }
}
